import { assertReported, assertWhole } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'started before each test': `describe('x', () => { let timer; let ticks = 0;
  beforeEach(() => {
    timer = setInterval(() => { ticks += 1; }, 5); // ←
  });
  it('a', () => String(timer, ticks));
});`,
  'started and forgotten': `it('a', () => {
  setInterval(() => {}, 5); // ←
});`,
  'by its module, or by the global object': `import { setInterval as every } from 'node:timers';
it('a', () => {
  const one = every(() => {}, 5); // ←
  globalThis.setInterval(() => {}, 5); // ←
  one.refresh();
});`,
  'another one is cleared': `describe('x', () => { let one; let two;
  before(() => {
    one = setInterval(() => {}, 5);
    two = setInterval(() => {}, 5); // ←
  });
  after(() => clearInterval(one));
});`,
};

const silent: Readonly<Record<string, string>> = {
  'cleared in a hook': `describe('x', () => { let timer;
  beforeEach(() => { timer = setInterval(() => {}, 5); });
  afterEach(() => clearInterval(timer));
});
describe('y', () => { let timer;
  beforeEach(() => { timer = setInterval(() => {}, 5); });
  afterEach(() => { if (timer) clearTimeout(timer); });
});`,
  'clears itself': `it('a', (done) => {
  let count = 0;
  const timer = setInterval(() => { count += 1; if (count === 2) { clearInterval(timer); done(); } }, 5);
});
it('b', () => new Promise((resolve) => {
  const timer = setInterval(() => { clearInterval(timer); resolve(); }, 5);
}));`,
  'keeps nobody waiting': `it('a', () => { setInterval(() => {}, 5).unref(); });
it('b', () => { const timer = setInterval(() => {}, 5); timer.unref(); });`,
  'disposed of': `it('a', () => { using timer = setInterval(() => {}, 5); });
it('b', () => { const timer = setInterval(() => {}, 5); timer[Symbol.dispose](); });`,
  'an interval of promises': `import { setInterval } from 'node:timers/promises';
it('a', async () => { for await (const tick of setInterval(5)) break; });`,
  'handed on, kept or returned': `import { track } from './timers.ts';
const timers = [];
it('a', () => { track(setInterval(() => {}, 5)); });
it('b', () => { timers.push(setInterval(() => {}, 5)); });
it('c', function () { this.timer = setInterval(() => {}, 5); });
export const start = () => setInterval(() => {}, 5);`,
  'a callback nobody can see': `import { poll } from './poll.ts';
it('a', () => poll(() => { setInterval(() => {}, 5); }));`,
  'another function of that name': `const setInterval = (run) => run();
it('a', () => { setInterval(() => {}); });`,
};

/** Under a fake clock nothing goes on. */
const faked: Readonly<Record<string, string>> = {
  sinon: `import sinon from 'sinon';
describe('x', () => { let clock;
  beforeEach(() => { clock = sinon.useFakeTimers(); });
  afterEach(() => clock.restore());
  it('a', () => { setInterval(() => {}, 5); clock.tick(9); });
});`,
  'fake-timers': `import FakeTimers from '@sinonjs/fake-timers';
it('a', () => { const clock = FakeTimers.install(); setInterval(() => {}, 5); clock.uninstall(); });`,
  'node:test': `import { mock } from 'node:test';
describe('x', () => {
  before(() => mock.timers.enable({ apis: ['setInterval'] }));
  after(() => mock.timers.reset());
  it('a', () => { setInterval(() => {}, 5); });
});`,
  'a helper of the project': `import { useFakeClock } from './clock.ts';
describe('x', () => { useFakeClock(); it('a', () => { setInterval(() => {}, 5); }); });`,
  'a stub': `it('a', () => { globalThis.setInterval = () => 1; setInterval(() => {}, 5); });`,
};

describe('unreleased-timer', () => {
  describe('reports an interval that goes on', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('unreleased-timer', text));
    }
  });

  describe('is silent where it is cleared, or where somebody else may clear it', () => {
    for (const [name, text] of Object.entries({ ...silent, ...faked })) {
      it(name, () => {
        assertWhole(text);
        assertReported('unreleased-timer', text);
      });
    }
  });
});
