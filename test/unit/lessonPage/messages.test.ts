import assert from 'node:assert/strict';
import {
  codeCommands,
  decodeFromLessonPage,
  exampleCommands,
  exerciseCommands,
} from '../../../src/protocol/lessonPage.ts';

describe('decodeFromLessonPage', () => {
  const exercise = '02-database/repositories';

  it('takes every message of a page', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'manageTrust' },
      { type: 'openLesson', lesson: '02-database' },
      { type: 'openPlace', exercise, place: 'src/a.ts#A' },
      { type: 'next', exercise },
      { type: 'openLine', exercise, file: 'tests/a.test.ts', line: 3 },
      { type: 'openTest', exercise, title: 'stores' },
      { type: 'openFault', exercise, fault: 'twice' },
      { type: 'debugFault', exercise, fault: 'twice', title: 'stores' },
      { type: 'hint', exercise, key: 'fault:twice', step: 2 },
      ...exerciseCommands.map((command) => ({ type: 'exercise', command, exercise })),
      ...codeCommands.map((command) => ({ type: 'code', command, code: '0' })),
      ...exampleCommands.map((command) => ({ type: 'example', command, name: 'real-table' })),
    ]) {
      assert.deepEqual(decodeFromLessonPage({ ...message, more: 1 }), message);
    }
  });

  it('runs no command but those of a card, a block and an example', () => {
    for (const command of ['', 'delete', 'itlab.resetExercise', 'workbench.action.quit', null]) {
      assert.equal(decodeFromLessonPage({ type: 'exercise', command, exercise }), null, String(command));
    }
    for (const command of ['', 'cut', 'grade', 'constructor', null]) {
      assert.equal(decodeFromLessonPage({ type: 'code', command, code: '0' }), null, String(command));
      assert.equal(decodeFromLessonPage({ type: 'example', command, name: 'a' }), null, String(command));
    }
  });

  it('takes no message that lacks something', () => {
    for (const message of [
      null,
      'ready',
      {},
      { type: 'openTest', exercise },
      { type: 'code', command: 'copy' },
      { type: 'code', command: 'insert', code: 0 },
      { type: 'code', command: 'insert', code: ['0'], text: 'evil();' },
      { type: 'example', command: 'run' },
      { type: 'example', command: 'run', name: { toString: 'a' } },
      { type: 'openPlace', exercise },
      { type: 'openPlace', exercise, place: ['src/a.ts'] },
      { type: 'next' },
      { type: 'openFault', exercise },
      { type: 'debugFault', exercise, fault: 'twice' },
      { type: 'hint', exercise, key: 'trial' },
      { type: 'hint', exercise, key: 'trial', step: '2' },
      { type: 'hint', exercise, key: 'trial', step: 1.5 },
      { type: 'hint', exercise, key: 'trial', step: NaN },
      { type: 'openLine', exercise, file: 'a', line: '1' },
    ]) {
      assert.equal(decodeFromLessonPage(message), null, JSON.stringify(message));
    }
  });
});
