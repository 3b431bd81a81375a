/** Copying text and saving files from memory. */

/** The clipboard's own interface where the page may use it; else (plain http from another machine) the old way. */
export async function copyText(text: string): Promise<void> {
  if (isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** A title as the name of a file: letters, digits, spaces, hyphens. */
export const fileNameOf = (title: string, ending: string): string =>
  `${title.replaceAll(/[^\p{L}\p{N} _-]+/gu, ' ').trim()}.${ending}`;

export function saveFile(name: string, content: Blob | Uint8Array | string): void {
  const part = content instanceof Uint8Array ? new Uint8Array(content) : content;
  const url = URL.createObjectURL(new Blob([part]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken its own hold of the data by the next task.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 1000);
}
