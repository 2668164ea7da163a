import assert from 'node:assert/strict';
import { RunRecorder } from '../../../../src/course/running/runRecord.ts';

describe('the record of a run that was cut off', () => {
  const messageFor = (code: number | null, signal: string | null): string => {
    const recorder = new RunRecorder();
    recorder.add({ type: 'loading', file: 'a.test.ts' });
    return recorder.close({ how: 'stopped', code, signal, stderr: '' }).problems[0]?.message ?? '';
  };

  it('tells a crash by what the system tells, a signal or on Windows a code', () => {
    assert.match(messageFor(null, 'SIGSEGV'), /ended by the signal SIGSEGV while loading a\.test\.ts/);
    // An access violation.
    assert.match(
      messageFor(3_221_225_477, null),
      /ended by the system \(0xC0000005\) while .* native module crashed/,
    );
    assert.match(messageFor(134, null), /ended by an abort \(exit code 134\) while .* process\.abort/);
    assert.match(messageFor(1, null), /ended by itself \(exit code 1\)/);
  });
});
