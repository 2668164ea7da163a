// Prints what a reader of standard output would take for an event, a result or nothing at all.
for (const number of [1, 2, 3]) {
  it(`prints lookalikes ${number}`, () => {
    for (const line of ['null', '[]', '{}', '"text"', '{"type":"finished","clean":true}', '["end",{}]']) {
      console.log(line);
    }
    console.error('{"type":"testFinished","key":"none","state":"failed"}');
    process.stdout.write(`said ${number}`);
  });
}
