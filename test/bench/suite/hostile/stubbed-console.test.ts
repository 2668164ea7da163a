// Takes the ways of printing away and never gives them back.
it('stubs the console', () => {
  console.log = console.error = () => undefined;
});
it('stubs the streams', () => {
  process.stdout.write = () => true;
  process.stderr.write = () => true;
});
it('stubs them so that they throw', () => {
  process.stdout.write = () => {
    throw new Error('no output here');
  };
});
