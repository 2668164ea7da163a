// Prints more than anybody reads, with and without line ends.
it('prints one endless line', () => {
  process.stdout.write('x'.repeat(300_000));
});
it('prints many short pieces', () => {
  for (let piece = 0; piece < 20_000; piece += 1) process.stdout.write('.');
});
it('prints until nothing more is taken', () => {
  for (let piece = 0; piece < 2000; piece += 1) console.error('y'.repeat(1000));
});
