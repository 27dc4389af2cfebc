let last = 0;

/** An identity for a view, which no other has in this process. */
export const nextView = (): string => `view${++last}`;

/** Keeps an identity that came from elsewhere from being given out again here. */
export function reserveView(id: string): void {
  const number = /^view(\d{1,9})$/.exec(id)?.[1];
  if (number !== undefined) last = Math.max(last, Number(number));
}
