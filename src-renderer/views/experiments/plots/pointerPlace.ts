/** Where a pointer is over what it is felt by, pixels from its upper left. */
export function placeOf(event: PointerEvent & { currentTarget: HTMLElement }): readonly [number, number] {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}
