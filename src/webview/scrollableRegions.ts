/**
 * Code and tables wider than the column scroll sideways, long tables also down. While one does, it can be focused, so that the arrow
 * keys scroll it; while it does not, it is no stop on the way through the page.
 *
 * @param label what a region without a label of its own is called
 * @returns a function that watches the regions inside an element put into the page later
 */
export function makeScrollableRegionsReachable(label: string): (within: ParentNode) => void {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) update(target);
  });
  const watch = (within: ParentNode): void => {
    for (const region of within.querySelectorAll('pre, .scroller')) observer.observe(region);
  };
  const update = (region: Element): void => {
    if (!region.isConnected) {
      observer.unobserve(region);
    } else if (region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight) {
      region.setAttribute('tabindex', '0');
      region.setAttribute('role', 'group');
      if (!region.hasAttribute('aria-label')) region.setAttribute('aria-label', label);
    } else {
      region.removeAttribute('tabindex');
      region.removeAttribute('role');
    }
  };
  watch(document);
  return watch;
}
