/** What of a window may matter to a fault: what draws it, how large it is, how it looks. */
import type { DiagnosticsPart } from '../../../shared/diagnostics.ts';
import { preferences } from '../../state/preferences.svelte.ts';

function graphics(): string {
  const context = document.createElement('canvas').getContext('webgl2');
  if (context === null) return 'no WebGL 2';
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  // A browser allows a page few of them.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return String(name);
}

export function windowFacts(): DiagnosticsPart {
  const { theme, language } = preferences;
  return {
    id: 'window',
    lines: [
      navigator.userAgent,
      graphics(),
      `${innerWidth} x ${innerHeight}, ${devicePixelRatio} pixels a point`,
      `${theme}, ${language}, ${navigator.language}`,
    ],
  };
}
