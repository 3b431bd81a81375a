/** A canvas as a picture that leaves the studio. */
import { saveFile } from '../state/clipboard.ts';

export function saveCanvas(name: string, canvas: HTMLCanvasElement): void {
  canvas.toBlob((blob) => {
    if (blob !== null) saveFile(name, blob);
  });
}
