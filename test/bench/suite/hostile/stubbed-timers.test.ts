// Fake timers that are never restored: whoever waits on a timer after this waits for ever.
it('stops the clock', () => {
  Date.now = () => 0;
  performance.now = () => 0;
});
it('stops timers', () => {
  Object.assign(globalThis, { setTimeout: () => 0, setInterval: () => 0, clearTimeout: () => undefined });
});
it('stops what runs next', () => {
  Object.assign(globalThis, { setImmediate: () => 0, queueMicrotask: () => undefined });
});
