/** MuJoCo's model language (MJCF) written as TypeScript: a tree of elements, printed as XML for MuJoCo's compiler. */

export type MjcfValue = string | number | boolean | readonly number[];

export interface MjcfElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, MjcfValue | undefined>>;
  readonly children: readonly MjcfElement[];
}

export function element(
  tag: string,
  attributes: Readonly<Record<string, MjcfValue | undefined>> = {},
  children: readonly MjcfElement[] = [],
): MjcfElement {
  return { tag, attributes, children };
}

/** Numbers are printed with as many digits as it takes to read the same double back. */
export function toXml(root: MjcfElement, indent = ''): string {
  const attributes = Object.entries(root.attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${printValue(value)}"`)
    .join('');
  if (root.children.length === 0) return `${indent}<${root.tag}${attributes}/>\n`;
  const children = root.children.map((child) => toXml(child, `${indent}  `)).join('');
  return `${indent}<${root.tag}${attributes}>\n${children}${indent}</${root.tag}>\n`;
}

function printValue(value: MjcfValue | undefined): string {
  if (typeof value === 'string') {
    return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  }
  return typeof value === 'object' ? value.join(' ') : String(value);
}

/** A motor whose control is limited to [-1, 1], on the joint of the same name unless told otherwise. */
export function motor(name: string, gear: number, joint = name): MjcfElement {
  return element('motor', { name, joint, gear, ctrllimited: true, ctrlrange: [-1, 1] });
}
