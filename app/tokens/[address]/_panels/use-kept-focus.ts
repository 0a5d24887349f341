import { useEffect, useRef, type FocusEvent } from "react";

const FOCUSABLE = "a[href], button:enabled, input:enabled, summary";

/**
 * Keeps the focus where a person was: once what they have used is gone, what has come in its place has it, or else the
 * part of the page that it was in. Where a dialog has it meanwhile, that is so once the dialog closes.
 */
export function useKeptFocus() {
  const ref = useRef<HTMLDivElement>(null);
  /** What has the focus inside, or is to have it back. */
  const held = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const place = ref.current;
    if (!place) return;
    const restore = () => {
      if (held.current && document.activeElement === document.body)
        held.current.focus({ preventScroll: true });
    };
    // Whichever of the parts inside takes it away: an element that is gone tells nobody that it had the focus.
    const observer = new MutationObserver((records) => {
      if (held.current && !held.current.isConnected)
        held.current = successorOf(held.current, place, records) ?? place;
      restore();
    });
    observer.observe(place, { childList: true, subtree: true });
    document.addEventListener("close", restore, { capture: true });
    return () => {
      observer.disconnect();
      document.removeEventListener("close", restore, { capture: true });
    };
  }, []);
  return {
    ref,
    tabIndex: -1,
    onFocus: ({ target }: FocusEvent<HTMLDivElement>) => (held.current = target),
    onBlur: ({ relatedTarget }: FocusEvent<HTMLDivElement>) => {
      // A wallet's own window takes it from the whole page, which has it again afterwards.
      if (document.hasFocus() && !relatedTarget?.closest("dialog")) held.current = null;
    },
  };
}

/** What has come where an element was, unless all that the place holds has changed. */
function successorOf(
  gone: HTMLElement,
  place: HTMLElement,
  records: readonly MutationRecord[],
): HTMLElement | undefined {
  const parent = records.find(({ removedNodes }) => isIn(removedNodes, gone))?.target;
  if (!(parent instanceof Element) || parent === place) return undefined;
  const there = records.filter(({ target }) => target === parent);
  return Array.from(parent.querySelectorAll<HTMLElement>(FOCUSABLE)).find((element) =>
    there.some(({ addedNodes }) => isIn(addedNodes, element)),
  );
}

function isIn(nodes: NodeList, element: Element): boolean {
  return Array.from(nodes).some((node) => node.contains(element));
}
