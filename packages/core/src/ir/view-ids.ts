let lastViewNumber = 0;

/** Returns an id for a view that is unique in this process. */
export const nextViewId = (): string => `view${++lastViewNumber}`;

/** Reserves the id of a view read from JSON, so that `nextViewId` does not return it again. */
export function reserveViewId(id: string): void {
  const number = /^view(\d{1,9})$/.exec(id)?.[1];
  if (number !== undefined) lastViewNumber = Math.max(lastViewNumber, Number(number));
}
