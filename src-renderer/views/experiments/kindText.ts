/** What the kinds are called that runs fall into: of an algorithm, an environment, a preset, a status. */
import type { KindField } from '../../../shared/query/fieldValues.ts';
import { textOf } from '../../state/language.ts';
import { environmentName } from '../environments/environmentText.ts';

export function kindText(field: KindField, id: string): string {
  switch (field) {
    case 'environment':
      return environmentName(id);
    case 'algorithm':
      return textOf(`algorithm.${id}.name`, id);
    case 'preset':
      return textOf(`preset.${id}.name`, id);
    case 'status':
      return textOf(`status.${id}`, id);
  }
}
