import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { findExercise, loadCatalog } from '../../../../src/course/catalog.ts';
import type { Exercise } from '../../../../src/course/exercise.ts';
import type { Grade } from '../../../../src/course/grading/grade.ts';
import type { RunSetting } from '../../../../src/course/grading/systemRun.ts';
import { findRuntime } from '../../../../src/course/runtime.ts';
import { coldRunners } from '../../../../src/course/running/runSession.ts';
import { ProvingGround, type FaultTable } from '../../../../src/course/validation/provingGround.ts';
import { promiseTable } from '../../../../src/course/validation/promiseTable.ts';
import { proofs, validateExercise } from '../../../../src/course/validation/validate.ts';
import {
  patchOf,
  shelfSource,
  solutionTests,
  soundCourse,
  soundFault,
  soundManifest,
  storeSource,
  suiteOf,
} from '../../../support/soundExercise.ts';
import { addSchemas, sourceInstallation, useScratch } from '../../../support/scratch.ts';
import {
  completeManifest,
  completeTheCode,
  fixTheSuite,
  hangingStore,
  oneFault,
  writeTheFixture,
} from './kinds.ts';

type Changes = Readonly<Record<string, string | null>>;

const compilerFrom = fileURLToPath(import.meta.url);
const { newest, unchanged, inOrder, trimmed } = solutionTests;
const whole = [newest, unchanged, inOrder, trimmed];
const suite = 'solution/tests/shelf.test.ts';
const starter = 'starter/tests/shelf.test.ts';
/** Refuses the variant, which is as good. */
const demanding = inOrder.replace(
  'assert.equal(',
  'assert.equal(new Store().names.length, 0);\n    assert.equal(',
);
/** Asks for nothing but what is left open. */
const overfitted = suiteOf(`  it('sorts as it always did', () => {
    assert.equal(new Store().names.length, 0);
  });`);
const useless = `  it('can be made', () => {
    assert.ok(shelf);
  });`;

/** A contract for the shelf, cut into promises and freedoms. */
const contracted = shelfSource.replace(
  '/** Texts under names, with or without spaces around them. */',
  `/**
 * Texts under names, with or without spaces around them. The newest text counts,
 * as it is. Names are listed in order.
 * How names are sorted is left open.
 *
 * @param name Spaces at the ends count for nothing.
 */`,
);
const cut = {
  promises: [
    { id: 'newest', quote: 'The newest text counts', faults: ['first-wins'] },
    { id: 'as-it-is', quote: 'as it is.', faults: ['lower-cased'] },
    { id: 'sequence', quote: 'Names are listed in order.', faults: ['unsorted'] },
    {
      id: 'spaces',
      quote: 'with or without spaces around them.',
      restated: ['Spaces at the ends count for nothing.'],
      faults: ['untrimmed'],
    },
  ],
  freedoms: [{ id: 'sorting', quote: 'How names are sorted is left open.', variants: ['as-list'] }],
  explanations: ['Texts under names,', 'Write tests for the shelf on a real store.'],
};
const promised = (manifest: Readonly<Record<string, unknown>>, changes: Changes = {}): Changes => ({
  'exercise.json': soundManifest({ ...cut, ...manifest }),
  'src/shelf.ts': contracted,
  'faults/untrimmed.patch': patchOf('src/shelf.ts', contracted, 'write(name.trim()', 'write(name'),
  'overfitted/sorting.test.ts': overfitted,
  ...changes,
});

const further = (id: string): Record<string, string> => ({
  id,
  title: `The answer ${id}`,
  reasoning: 'It can be written like that.',
});

describe('the validator', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  let setting: RunSetting;

  before(async () => {
    const runners = coldRunners({ ...sourceInstallation, runtime: await findRuntime() });
    setting = { installation: sourceInstallation, runners };
  });

  function exerciseWith(changes: Changes): Exercise {
    const lessons = scratch(soundCourse(changes));
    addSchemas(lessons);
    return findExercise(loadCatalog(lessons), 'shelf');
  }

  const groundOf = (changes: Changes): ProvingGround =>
    new ProvingGround(exerciseWith(changes), setting, compilerFrom);

  /** What one proof says to the author. */
  async function messagesOf(number: number, ground: ProvingGround): Promise<string[]> {
    const proof = proofs.find((one) => one.number === number);
    assert.ok(proof);
    try {
      return await proof.check(ground);
    } finally {
      await ground.close();
    }
  }

  /** The proof says exactly these things, in this order. */
  function rejects(number: number, what: string, changes: Changes, ...expected: RegExp[]): void {
    it(`${number} rejects ${what}`, async () => {
      const messages = await messagesOf(number, groundOf(changes));
      assert.equal(messages.length, expected.length, messages.join('\n'));
      for (const [index, pattern] of expected.entries()) assert.match(messages[index] ?? '', pattern);
    });
  }

  describe('finds sound', () => {
    it('an exercise in writing tests, by all sixteen proofs that concern one without promises', async () => {
      const report = await validateExercise(exerciseWith({}), setting, compilerFrom);
      assert.deepEqual(
        report.proofs.flatMap(({ messages }) => messages),
        [],
      );
      assert.deepEqual(
        report.proofs.map(({ number, ok }) => [number, ok]),
        Array.from({ length: 16 }, (_, index) => [index + 1, true]),
      );
      assert.equal(report.ok, true);
      assert.equal(report.subject, '01-sound/shelf');
    });

    for (const [kind, changes] of Object.entries({ fixTheSuite, completeTheCode, writeTheFixture })) {
      it(`an exercise of another kind: ${kind}`, async () => {
        const ground = groundOf(changes);
        // Weak and dirty suites are judged alike in all kinds.
        for (const number of [1, 2, 3, 4, 5, 6, 9, 10, 14, 15, 16]) {
          assert.deepEqual(await messagesOf(number, ground), [], `proof ${number}`);
        }
      });
    }
  });

  describe('counts as failed', () => {
    it('what cannot be carried out, with what to do about it', async () => {
      const changes = { 'faults/unsorted.patch': null };
      const told: number[] = [];
      const report = await validateExercise(exerciseWith(changes), setting, compilerFrom, {
        quick: true,
        onProof: ({ number }) => told.push(number),
      });
      const failed = report.proofs.filter(({ ok }) => !ok);
      assert.deepEqual(
        failed.map(({ number }) => number),
        [2, 3, 4, 5, 6, 7, 8, 12, 14, 15],
        'all but those that ask nothing of the faults',
      );
      for (const { messages } of failed) {
        assert.match(
          messages.join('\n'),
          /^01-sound\/shelf\/exercise\.json names 'unsorted', but .*unsorted\.patch cannot be read: .* Add the patch, or take 'unsorted' out of the manifest\.$/,
        );
      }
      assert.equal(report.ok, false);
      assert.deepEqual(told, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16], 'quick leaves out 11 and 13');
    });

    it('a proof about tests of which none passes', async () => {
      const ground = groundOf({ [suite]: "import '../src/nowhere.ts';" });
      for (const number of [4, 5, 11, 13, 14]) {
        await assert.rejects(
          messagesOf(number, ground),
          /^Error: No test of the model answer passes, so nothing can be proved with it\. .*nowhere\.ts/,
        );
      }
    });

    it('a type check that could not be made', async () => {
      const installation = { ...sourceInstallation, toolchain: scratch({ 'node_modules/none.txt': '' }) };
      const ground = new ProvingGround(exerciseWith({}), { ...setting, installation }, compilerFrom);
      await assert.rejects(
        ground.typeErrors(),
        /^Error: tsc cannot check the exercise: error TS\d+: .*'mocha'/,
      );
    });
  });

  // Elsewhere there can be no such files to be refused.
  if (process.platform === 'linux') {
    rejects(
      1,
      'files that learners on Windows or macOS cannot have',
      {
        'starter/tests/aux.ts': '',
        'starter/tests/Twin.ts': '',
        'solution/tests/twin.ts': '',
        'probes/x.': '',
      },
      /^probes\/x\.: 'x\.' ends in a dot or a blank, which Windows drops\. Call it something else\.$/,
      /^starter\/tests\/aux\.ts: 'aux\.ts' is the name of a device on Windows/,
      /^In the learner's folder, tests\/Twin\.ts and tests\/twin\.ts are one and the same/,
    );
  }

  rejects(
    1,
    'ids used twice, too few faults, and hints that repeat each other',
    {
      'exercise.json': soundManifest({
        faults: [soundFault('twin', 'a'), soundFault('twin', 'b'), soundFault('as-list', 'c')],
        hints: ['Write twice.', 'Write twice.', 'Write twice.'],
      }),
    },
    /^The id 'twin' is used twice\. Give each fault, variant and trial an id of its own\.$/,
    /^The id 'as-list' is used twice\./,
    /^There are 3 faults; an exercise in writing tests has 4 to 8\. Change 'faults'\.$/,
    /^Two hints are the same \('Write twice\.'\)\. Let each say more than the one before\.$/,
  );
  rejects(
    1,
    'trials in places and at times that do not exist',
    {
      'exercise.json': soundManifest({
        trials: [
          { id: 'mars', title: 'on Mars', timeZone: 'Mars/Olympus' },
          { id: 'never', title: 'on no day', startAt: '2031-13-45T00:00:00Z' },
          { id: 'sound', title: 'in Tokyo', startAt: '2031-12-31T23:59:59Z', timeZone: 'Asia/Tokyo' },
        ],
      }),
    },
    /^The trial 'mars' names the time zone 'Mars\/Olympus', which does not exist\.$/,
    /^The trial 'never' starts at '2031-13-45T00:00:00Z', which is no date\.$/,
  );

  rejects(
    1,
    'model answers that are not declared, have no files, or hide the first one',
    {
      'exercise.json': soundManifest({ answers: [further('absent'), further('twice'), further('twice')] }),
      'solutions/twice/tests/shelf.test.ts': suiteOf(...whole),
      'solutions/forgotten/tests/shelf.test.ts': suiteOf(...whole),
    },
    /^Two answers are called 'twice'\. Give each an id of its own\.$/,
    /^The first of 'answers' is 'solution', with its title and reasoning\. Put it there\.$/,
    /^The answer 'absent' has no files\. Put them into solutions\/absent\/\.$/,
    /^solutions\/forgotten is not declared\. Add it to 'answers'\.$/,
  );

  rejects(
    2,
    'a starter that does not type-check and is not green',
    {
      [starter]: suiteOf(`  it('adds', () => {
    const sum: number = 'text';
    assert.equal(sum, 1);
  });`),
    },
    /^starter: tests\/shelf\.test\.ts\(12,11\): error TS2322: Type 'string' is not assignable to type 'number'\.$/,
    /^The starter should be green but incomplete: 'adds' fails on the correct system: /,
  );
  rejects(
    2,
    'a starter that is complete already',
    { [starter]: suiteOf(...whole) },
    /^The starter catches every fault, so there is nothing to do\. Take away what the task asks for\.$/,
  );
  rejects(
    2,
    'a starter that catches everything and only refuses a variant',
    { [starter]: suiteOf(newest, unchanged, demanding, trimmed) },
    /^The starter catches every fault, so there is nothing to do\. Take away what the task asks for\.$/,
  );
  rejects(
    2,
    'a starter that does not load',
    { [starter]: "// @ts-expect-error There is no such file.\nimport '../src/nowhere.ts';" },
    /^The starter does not even run: .*tests\/shelf\.test\.ts imports '\.\.\/src\/nowhere\.ts'/,
  );

  rejects(
    3,
    'a solution that asks for more than the contract',
    { [suite]: suiteOf(newest, unchanged, demanding, trimmed) },
    /^The variant 'as-list' is correct, but refused by 'lists names in order'\. Let them ask for what the contract promises, or mend the variant\.$/,
  );
  rejects(
    3,
    'a solution that fails, and does not type-check',
    { [suite]: suiteOf(...whole, "  it('is wrong', () => {\n    assert.equal(shelf.find(1), 'x');\n  });") },
    /^solution: tests\/shelf\.test\.ts\(\d+,\d+\): error TS2345: /,
    /^solution: 'is wrong' fails on the correct system: /,
  );
  rejects(
    3,
    'a solution that misses a fault, and says which',
    { [suite]: suiteOf(newest, unchanged, inOrder) },
    /^The solution is not graded complete: it does not catch 'untrimmed'\.$/,
  );

  rejects(
    3,
    'a further answer that does not type-check, misses a fault and refuses a variant',
    {
      'exercise.json': soundManifest({ answers: [further('solution'), further('weak'), further('strict')] }),
      'solutions/weak/tests/shelf.test.ts': suiteOf(newest, unchanged, inOrder),
      'solutions/strict/tests/shelf.test.ts': suiteOf(
        newest,
        unchanged,
        demanding,
        trimmed.replace('shelf.put(', 'const wrong: number = "text";\n    shelf.put('),
      ),
    },
    /^The answer 'weak' is not graded complete: it does not catch 'untrimmed'\.$/,
    /^strict: tests\/shelf\.test\.ts\(\d+,\d+\): error TS2322: /,
    /^The variant 'as-list' is correct, but refused by 'lists names in order'/,
  );
  rejects(
    4,
    'a fault that none of the tests it names catches',
    {
      'exercise.json': soundManifest({
        faults: [
          soundFault('first-wins', 'lists names in order'),
          soundFault('lower-cased', 'keeps the text as it was'),
          soundFault('unsorted', 'lists names in order'),
          soundFault('untrimmed', 'ignores spaces around a name'),
        ],
      }),
      [suite]: suiteOf(newest, unchanged, inOrder),
    },
    /^The fault 'first-wins' is not caught by 'lists names in order', which it names; it is caught by 'keeps the newest text'\. Mend the test, the patch or 'caughtBy'\.$/,
    /^The fault 'lower-cased' names the test 'keeps the text as it was', which does not exist; it is caught by 'keeps the text as it is'\. Mend 'caughtBy'\.$/,
    /^The fault 'untrimmed' names the test 'ignores spaces around a name', which does not exist; no test catches it\./,
  );
  rejects(
    4,
    'a fault that crashes the test instead of failing its assertion',
    {
      'faults/lower-cased.patch': patchOf(
        'src/store.ts',
        storeSource,
        'return this.texts.get(name);',
        "const text = this.texts.get(name);\n    if (text === 'Mixed Case') throw new Error('Gone.');\n    return text;",
      ),
    },
    /^The fault 'lower-cased' makes 'keeps the text as it is' crash or time out\. Let the test assert what it expects before it uses it\.$/,
  );

  rejects(
    5,
    'tests of the solution that catch nothing, also when words of the starter are their titles',
    {
      'exercise.json': soundManifest({ variantGuards: ['guards the variant', 'is gone'] }),
      [suite]: suiteOf(
        ...whole,
        useless,
        useless.replace('can be made', 'nothing'),
        useless.replace('can be made', 'guards the variant'),
        useless.replace('can be made', 'finds nothing on an empty shelf'),
      ),
    },
    /^'can be made' catches no fault\. Remove it, or declare it in variantGuards\.$/,
    /^'nothing' catches no fault\./,
    /^variantGuards names the test 'is gone', which does not exist\. Take it out\.$/,
  );

  rejects(
    6,
    'faults that are large, that do not compile, that change tests, and that are caught alike',
    {
      'faults/first-wins.patch': patchOf(
        'src/store.ts',
        storeSource,
        'this.texts.set(name, text);',
        `${'void 0;\n    '.repeat(14)}if (!this.texts.has(name)) this.texts.set(name, text);`,
      ),
      'faults/unsorted.patch': patchOf('src/store.ts', storeSource, '.sort()', '.sort().length'),
      'faults/untrimmed.patch': patchOf(
        'tests/shelf.test.ts',
        suiteOf(...whole),
        "assert.equal(shelf.list(), 'a, b');",
        "assert.equal(shelf.list(), 'b, a');",
      ),
    },
    /^faults\/first-wins changes 16 lines; a fault is one defect of at most 14\. Make it smaller, or two\.$/,
    /^faults\/unsorted does not compile: src\/store\.ts\(14,5\): error TS2322: /,
    /^faults\/untrimmed changes tests\/shelf\.test\.ts, which belongs to the learner\. Change the system under test instead\.$/,
    /^The faults 'unsorted' and 'untrimmed' are caught by the very same tests, so one of them teaches nothing new\. Let a test tell them apart, or take one out\.$/,
  );
  it('6 rejects a patch that does not apply exactly', async () => {
    const patch = patchOf('src/store.ts', storeSource, '.sort()', '');
    const moved = patch.replace('@@ -10,7 +10,7 @@', '@@ -9,7 +9,7 @@');
    assert.notEqual(moved, patch);
    const proof = messagesOf(6, groundOf({ 'faults/unsorted.patch': moved }));
    await assert.rejects(
      proof,
      /The patch faults\/unsorted of 01-sound\/shelf does not apply: its lines are not those of 'src\/store\.ts'\./,
    );
  });

  rejects(
    7,
    'a happy path that catches a fault, and a smoke test that is not there',
    { 'weak/happy.test.ts': suiteOf(unchanged), 'weak/smoke.test.ts': null },
    /^weak\/happy catches the fault 'lower-cased' with 'keeps the text as it is', which it must not\. Make the suite weaker, or the fault harder to run into\.$/,
    /^weak\/smoke\.test\.ts is missing\. Write a suite that only sees whether anything runs\.$/,
  );
  rejects(
    7,
    'weak suites that fail, and that hold nothing',
    {
      'weak/happy.test.ts': suiteOf("  it('fails', () => {\n    assert.equal(shelf.list(), 'x');\n  });"),
      'weak/smoke.test.ts': "describe('nothing', () => {});",
    },
    /^weak\/happy: 'Shelf › fails' does not pass on the correct system\.$/,
    /^weak\/smoke holds no test\.$/,
  );

  rejects(
    8,
    'a fault that a unit suite catches undeclared, and one declared that it does not catch',
    {
      'exercise.json': soundManifest({
        faults: [
          soundFault('first-wins', 'keeps the newest text', true),
          soundFault('lower-cased', 'keeps the text as it is'),
          soundFault('unsorted', 'lists names in order'),
          soundFault('untrimmed', 'ignores spaces around a name'),
        ],
      }),
    },
    /^weak\/unit catches the fault 'untrimmed' with 'hands names and texts on', which it must not\. Declare the fault unitCatchable, or make it one that only the real collaborator shows\.$/,
    /^The fault 'first-wins' is declared unitCatchable, but weak\/unit\.test\.ts does not catch it\. Let it do so, or set unitCatchable to false\.$/,
  );

  const noTrouble =
    /^What passes of the starter passes in every order and every trial, so there is nothing to mend\. Declare a trial that shows the trouble, or let its tests depend on each other\.$/;
  rejects(
    9,
    'a suite that is not flaky at all',
    { ...fixTheSuite, [starter]: suiteOf(newest, inOrder) },
    noTrouble,
  );
  rejects(
    9,
    'a suite that fails always, which is not flaky either',
    { ...fixTheSuite, [starter]: suiteOf(inOrder.replace("'a, b'", "'b, a'")) },
    noTrouble,
  );
  rejects(
    9,
    'a mended suite that still depends on its order and on the time zone',
    {
      ...fixTheSuite,
      'exercise.json': soundManifest({
        kind: 'fix-the-suite',
        trials: [{ id: 'tokyo', title: 'in Tokyo', timeZone: 'Asia/Tokyo' }],
      }),
      [suite]: (fixTheSuite[starter] ?? '').replace(
        "assert.equal(shelf.find('a'), 'new');",
        "assert.equal(shelf.find('a'), new Date(0).getTimezoneOffset() === -540 ? 'old' : 'new');",
      ),
    },
    /^solution: 'lists names in order' passes only after 'keeps the newest text' has run: alone it fails\. Let it set up what it needs itself\.$/,
    /^solution: 'keeps the newest text' fails in Tokyo: /,
  );

  rejects(
    10,
    'a broken answer that no given or hidden test notices',
    { ...completeTheCode, 'probes/shelf.test.ts': suiteOf(inOrder) },
    /^No given or hidden test rejects the broken answer 'untrimmed'\. Add one to probes\/ that fails with it\.$/,
  );
  rejects(
    10,
    'a given suite without hidden ones',
    { ...writeTheFixture, 'probes/make-shelf.test.ts': null },
    /^There is no probe in probes\/\. Add a hidden suite probes\/….test\.ts\.$/,
  );

  it('11 rejects what depends on the order, the time zone, or the load', async () => {
    class Loaded extends ProvingGround {
      /** As if a busy machine let the fault escape. */
      override async freshSolutionTable(): Promise<FaultTable> {
        const { correct } = await this.solutionTable();
        return { correct, faults: new Map() };
      }
    }
    const dependent = `  it('comes second', () => {
    assert.equal(Reflect.get(globalThis, 'first'), true);
  });`;
    const changes = {
      ...oneFault,
      [suite]: suiteOf(
        inOrder.replace('shelf.put', "Reflect.set(globalThis, 'first', true);\n    shelf.put"),
        dependent,
        "  it('is at home', () => {\n    assert.notEqual(new Date(2024, 0, 1).getTimezoneOffset(), -840);\n  });",
      ).replace(
        "describe('Shelf', () => {",
        "describe('Shelf', () => {\n  after(() => {\n    Reflect.deleteProperty(globalThis, 'first');\n  });",
      ),
    };
    const messages = await messagesOf(11, new Loaded(exerciseWith(changes), setting, compilerFrom));
    assert.deepEqual(
      messages.map((message) => message.replace(/: Expected.*| 'first'.*/s, ': …')),
      [
        "'Shelf › comes second' does not pass alone: …",
        "'Shelf › comes second' does not pass in a reversed pair: …",
        "'Shelf › comes second' does not pass in a pair: …",
        "'Shelf › is at home' does not pass in Pacific/Kiritimati: …",
        "The fault 'unsorted' is caught by lists names in order; under load by nothing.",
      ],
    );
  });

  rejects(
    12,
    'a solution that leaves something behind',
    {
      'exercise.json': soundManifest({ hygiene: ['timers-env-globals'] }),
      [suite]: suiteOf(newest.replace('shelf.put', 'setInterval(() => {}, 60_000);\n    shelf.put')),
    },
    /^solution: timers-env-globals at tests\/shelf\.test\.ts:12: The interval started here is still ticking\. Stop it/,
  );
  rejects(
    12,
    'dirty suites that are clean, that fail, and that do not load',
    {
      'dirty/only-or-skip.test.ts': suiteOf(useless),
      'dirty/open-servers.test.ts': suiteOf("  it('fails', () => {\n    assert.fail();\n  });"),
      'dirty/order-dependence.test.ts': "import '../src/nowhere.ts';",
    },
    /^dirty\/only-or-skip does not trip the rule 'only-or-skip', .* Found: nothing\.$/,
    /^dirty\/open-servers: 'Shelf › fails' fails; a dirty suite passes, and is dirty\.$/,
    /^dirty\/open-servers does not trip the rule 'open-servers'/,
    /^dirty\/order-dependence: .*imports '\.\.\/src\/nowhere\.ts'/,
    /^dirty\/order-dependence does not trip the rule 'order-dependence'/,
  );
  rejects(
    12,
    'a dirty suite for a rule that the exercise does not watch',
    {
      'dirty/timers-env-globals.test.ts': suiteOf(
        "  it('ticks', () => {\n    setInterval(() => {}, 60_000);\n    assert.ok(shelf);\n  });",
      ),
    },
    /^dirty\/timers-env-globals does not trip the rule 'timers-env-globals', or this exercise does not watch it \(see 'hygiene' in exercise\.json\)\. Found: 'timers-env-globals'\.$/,
  );
  rejects(
    12,
    'an exercise without a dirty suite',
    { 'dirty/only-or-skip.test.ts': null },
    /^There is no suite in dirty\/\. Add dirty\/RULE\.test\.ts for a rule that holds here\.$/,
  );

  rejects(
    13,
    'packages that a learner would have to install, and what asks another machine',
    {
      'weak/happy.test.ts':
        "import { it } from '@jest/globals';\nimport 'better-sqlite3';\nimport 'node:fs';\n",
      [suite]: suiteOf(
        inOrder.replace('shelf.put', "fetch('http://198.51.100.7/').catch(() => {});\n    shelf.put"),
      ),
    },
    /^weak\/happy\.test\.ts imports '@jest\/globals', which is not among the packages of the course: mocha, better-sqlite3, nock, /,
    /^solution: 'lists names in order': .*198\.51\.100\.7/,
  );

  it('14 rejects a solution that takes long, naming its slowest test', async () => {
    class Slow extends ProvingGround {
      override async solutionGrade(): Promise<Grade> {
        const { result, ...rest } = await super.solutionGrade();
        const tests = result.tests.map((test, index) => ({ ...test, durationMs: 2_000 * index }));
        return { ...rest, result: { ...result, tests } };
      }
    }
    const messages = await messagesOf(14, new Slow(exerciseWith({}), setting, compilerFrom));
    assert.deepEqual(messages, [
      "The solution takes 12000 ms; at most 10000 are allowed. Its slowest test is 'ignores spaces around a name' (6000 ms).",
    ]);
  });
  rejects(
    14,
    'a fault that hangs the run',
    {
      'exercise.json': soundManifest({
        faults: [soundFault('lower-cased', 'keeps the text as it is')],
        limits: { testTimeoutMs: 100, maxTests: 10 },
      }),
      [suite]: suiteOf(unchanged),
      'faults/lower-cased.patch': hangingStore,
    },
    /^The fault 'lower-cased' hangs the run: it never lets go of the processor\. Let it go wrong in a way that a test can assert\.$/,
  );

  rejects(
    15,
    'a starter with a line of a further answer',
    {
      'exercise.json': soundManifest({ answers: [further('solution'), further('other')] }),
      'solutions/other/tests/shelf.test.ts': `${suiteOf(...whole)}const onlyInTheOtherAnswer = 42;\n`,
      [starter]: "it('is green', () => undefined);\nconst onlyInTheOtherAnswer = 42;\n",
    },
    /^starter tests\/shelf\.test\.ts gives away a line of the answer 'other': const onlyInTheOtherAnswer = 42;$/,
  );
  rejects(
    15,
    'a starter with lines of the solution and of a fault',
    {
      [starter]: `${suiteOf(unchanged)}// a comment\nconst text: string | undefined = '';\nif (!this.texts.has(name)) this.texts.set(name, text);\n`,
    },
    /^starter tests\/shelf\.test\.ts gives away a line of the solution's tests\/shelf\.test\.ts: shelf = new Shelf\(new Store\(\)\);$/,
    /^starter tests\/shelf\.test\.ts gives away a line of the solution's tests\/shelf\.test\.ts: it\('keeps the text as it is', \(\) => \{$/,
    /^starter tests\/shelf\.test\.ts gives away a line of the solution's .*: shelf\.put\('a', 'Mixed Case'\);$/,
    /^starter tests\/shelf\.test\.ts gives away a line of the solution's .*: assert\.equal\(shelf\.find\('a'\), 'Mixed Case'\);$/,
    /^starter tests\/shelf\.test\.ts gives away a line of the fault 'first-wins': if \(!this\.texts\.has\(name\)\) this\.texts\.set\(name, text\);$/,
  );
  rejects(
    15,
    'code to be completed that is there already',
    {
      ...completeTheCode,
      'exercise.json': completeManifest({}),
      'starter/src/shelf.ts': (completeTheCode['starter/src/shelf.ts'] ?? '').replace(
        "throw new Error('Write it.');",
        'this.store.write(name.trim(), text);',
      ),
    },
    /^starter src\/shelf\.ts gives away a line of what the fault 'untrimmed' replaces: this\.store\.write\(name\.trim\(\), text\);$/,
  );

  rejects(
    16,
    'an exercise that does not say where its contract is',
    { 'exercise.json': soundManifest({ contract: undefined }) },
    /^It does not say where its contract is\. Add 'contract' after 'editable'/,
  );
  rejects(
    16,
    'contracts and paths that lead to nothing',
    {
      'exercise.json': soundManifest({
        contract: ['src/shelf.ts#Shelves', 'src/gone.ts', 'src/silent.ts#silent', 'src/silent.ts'],
        task: 'Write tests/shelf.test.ts, with tests/added.ts, for src/shelf.ts and src/nothing.ts in tests/nowhere/.',
      }),
      'src/silent.ts': 'export const silent = 1;\n',
      'solution/tests/added.ts': '',
    },
    /^'contract' names src\/shelf\.ts#Shelves, but the starter's src\/shelf\.ts declares no 'Shelves'\.$/,
    /^'contract' names src\/gone\.ts, which the starter does not have\.$/,
    /^'contract' names src\/silent\.ts, but there is no comment/,
    /^'contract' names src\/silent\.ts, but there is no comment/,
    /^The task names src\/nothing\.ts, which neither the starter nor a model answer has\.$/,
    /^The task names tests\/nowhere\/, which neither/,
  );

  it('17 to 21 accept a contract that is cut into promises and freedoms', async () => {
    const ground = groundOf(promised({}));
    for (const number of [1, 17, 18, 19, 20, 21]) assert.deepEqual(await messagesOf(number, ground), []);
  });
  it('the table of promises tells what catches the faults of each', async () => {
    const ground = groundOf(promised({}));
    try {
      const rows = await promiseTable(ground);
      assert.deepEqual(
        rows.map(({ kind, id, standing }) => [kind, id, standing.map((one) => [one.id, one.tests])]),
        [
          ['promise', 'newest', [['first-wins', ['keeps the newest text']]]],
          ['promise', 'as-it-is', [['lower-cased', ['keeps the text as it is']]]],
          ['promise', 'sequence', [['unsorted', ['lists names in order']]]],
          ['promise', 'spaces', [['untrimmed', ['ignores spaces around a name']]]],
          ['freedom', 'sorting', [['as-list', []]]],
        ],
      );
      assert.deepEqual(rows[3]?.quotes, [
        'with or without spaces around them.',
        'Spaces at the ends count for nothing.',
      ]);
    } finally {
      await ground.close();
    }
  });
  rejects(
    17,
    'quotes that nobody wrote, and sentences that nobody quotes',
    promised({
      explanations: ['Texts under names,', 'Write tests for the she'],
      freedoms: [{ id: 'sorting', quote: 'How names are sorted is free.', variants: ['as-list'] }],
    }),
    /^Neither the task nor a comment of the files that 'contract' names says 'How names are sorted is free\.'\. Quote it literally\.$/,
    /^Neither the task .* says 'Write tests for the she'\. Quote it literally\.$/,
    /^src\/shelf\.ts says 'How names are sorted is left open', which no promise, freedom or explanation quotes\. Add it to one of them, or take it out of the contract\.$/,
    /^the task says 'Write tests for the shelf on a real store', which no promise, /,
  );
  rejects(
    18,
    'promises and freedoms of which nothing stands, faults and variants that stand for none, and twins',
    promised({
      promises: [
        { id: 'newest', quote: 'The newest text counts', faults: ['missing'] },
        { id: 'newest', quote: 'as it is', faults: ['lower-cased'] },
      ],
      freedoms: [{ id: 'sorting', quote: 'How names are sorted is left open.', variants: ['first-wins'] }],
    }),
    /^Two promises or freedoms are called 'newest'\. Give each an id of its own\.$/,
    /^The promise 'newest' names the fault 'missing', which does not exist\. Declare it\.$/,
    /^No test catches a fault of the promise 'newest' \('The newest text counts'\)\. Add a test that asks for it\.$/,
    /^The freedom 'sorting' names the variant 'first-wins', which does not exist\. Declare it\.$/,
    /^The fault 'unsorted' breaks no promise that is declared\. Add it to 'faults' of a promise, or take it out\.$/,
    /^The fault 'untrimmed' breaks no promise/,
    /^The variant 'as-list' makes use of no freedom that is declared\./,
  );
  rejects(
    18,
    'a promise whose fault survives',
    promised({}, { [suite]: suiteOf(newest, unchanged, inOrder) }),
    /^No test catches a fault of the promise 'spaces'/,
  );
  rejects(
    19,
    'a test that catches only what others catch',
    promised({}, { [suite]: suiteOf(...whole, newest.replace('keeps the newest text', 'has no old text')) }),
    /^Without 'keeps the newest text' every fault is caught all the same, so nobody needs to write it\. Add a fault that only it catches, or take it out\.$/,
    /^Without 'has no old text' every fault is caught all the same/,
  );
  rejects(
    20,
    'a promise that shares all its faults with others',
    promised({
      promises: [
        ...cut.promises,
        { id: 'names', quote: 'Names are listed', faults: ['unsorted', 'untrimmed'] },
      ],
    }),
    /^Every fault of the promise 'sequence' \('Names are listed in order\.'\) breaks another promise as well, /,
    /^Every fault of the promise 'spaces' /,
    /^Every fault of the promise 'names' \('Names are listed'\) breaks another promise as well, so a suite that asks for that one is enough\. Add a fault that breaks this one alone, or let one promise say both\.$/,
  );
  rejects(
    20,
    'a promise of which the thinnest suite asserts nothing',
    promised(
      {},
      {
        [suite]: suiteOf(
          newest,
          unchanged,
          trimmed,
          inOrder.replace(
            'assert.equal(',
            "if (shelf.list() !== 'a, b') throw new TypeError();\n    assert.equal(",
          ),
        ),
      },
    ),
    /^A suite of 4 tests \('keeps the newest text', .*\) catches every fault, and asserts nothing of the promise 'sequence' \('Names are listed in order\.'\)\. Add a fault that only an assertion of it catches\.$/,
  );
  rejects(
    21,
    'a freedom without a suite, and a suite without a freedom',
    promised({}, { 'overfitted/sorting.test.ts': null, 'overfitted/other.test.ts': overfitted }),
    /^overfitted\/other\.test\.ts is named after no freedom\. Call it as one, or take it away\.$/,
    /^overfitted\/sorting\.test\.ts is missing\. Write a suite that asks for what the contract leaves open: 'How names are sorted is left open\.'\.$/,
  );
  rejects(
    21,
    'a suite that fails on the correct system, and one that does without what is left open',
    promised(
      {
        freedoms: [
          ...cut.freedoms,
          { id: 'listing', quote: 'Names are listed in order.', variants: ['as-list'] },
        ],
      },
      {
        'overfitted/sorting.test.ts': suiteOf(inOrder),
        'overfitted/listing.test.ts': overfitted.replace('length, 0', 'length, 1'),
      },
    ),
    /^No test of overfitted\/sorting refuses the variant 'as-list'\. Let it ask for what is left open there, or let the variant make use of it\.$/,
    /^overfitted\/listing: '.*sorts as it always did' does not pass on the correct system\.$/,
    /^No test of overfitted\/listing refuses/,
  );
  rejects(
    1,
    'a file that a system has and the exercise too',
    {
      'exercise.json': soundManifest({
        systems: { 'src/store.ts': 'a.ts', 'tests/support/double.ts': 'b.ts' },
      }),
      'starter/tests/support/double.ts': storeSource,
      '../../../systems/a.ts': storeSource,
      '../../../systems/b.ts': storeSource,
    },
    /^src\/store\.ts is one of the exercise's own, and 'systems' takes it from elsewhere\. Keep one of the two\.$/,
    /^starter\/tests\/support\/double\.ts is one of the exercise's own/,
  );
});
