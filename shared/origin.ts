/** The address of a studio as a page's origin: `https://machine:7317`, nothing after it. */
import { z } from 'zod';

export const ORIGIN = z
  .string()
  .max(300)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text,
  );
