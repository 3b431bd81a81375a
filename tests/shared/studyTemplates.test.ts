/** Ready-made studies can be made as they are, and show only where the studio can run them. */
import { describe, expect, it } from 'vitest';
import { knownAlgorithm } from '../../shared/algorithms/registry.ts';
import { hasMessage, LANGUAGES, translate } from '../../shared/messages/index.ts';
import { checkStudy, publishedFor, studyRows } from '../../shared/study.ts';
import { STUDY_TEMPLATES, templateStudy } from '../../shared/studyTemplates.ts';

describe('a ready-made study', () => {
  it.each(STUDY_TEMPLATES.map(({ id }) => id))('%s is offered exactly where it can be made', (id) => {
    const template = STUDY_TEMPLATES.find((candidate) => candidate.id === id);
    if (template === undefined) throw new Error('gone');
    const asked: string[] = [];
    const study = templateStudy(template, (key) => {
      asked.push(key);
      return key;
    });
    for (const key of [...asked, `studyTemplate.${id}.name`, `studyTemplate.${id}.question`])
      expect(hasMessage(key), key).toBe(true);
    const made = template.make((part) => part);
    const rows = made.vary?.kind === 'list' ? made.vary.rows : [];
    const algorithms = [made.algorithm, ...rows.flatMap(({ algorithm }) => algorithm ?? [])];
    const possible = algorithms.every((name) =>
      made.environments.every((each) => knownAlgorithm(name)?.environments.includes(each) === true),
    );
    expect(study !== null).toBe(possible);
    if (study === null) return;
    expect(() => checkStudy(study)).not.toThrow();
  });

  it('has the published figure of each row of the ablation', () => {
    const [ablation] = STUDY_TEMPLATES;
    if (ablation === undefined) throw new Error('gone');
    for (const language of LANGUAGES) {
      const study = checkStudy(templateStudy(ablation, (key) => translate(language, key)));
      expect(studyRows(study).map((row) => publishedFor(study, row, null)?.mean)).toEqual([632, 788, 906]);
    }
  });
});
