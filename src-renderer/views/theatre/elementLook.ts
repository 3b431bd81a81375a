/** How an action's elements are told apart in curves: hues that mean nothing else in the studio, then dashes. */
import { runLook } from '../../../shared/runColours.ts';

export interface ElementLook {
  /** Of the theme, or a CSS colour. */
  readonly colour: string;
  readonly dash?: readonly number[];
}

export const elementLook = (element: number): ElementLook => runLook(element);
