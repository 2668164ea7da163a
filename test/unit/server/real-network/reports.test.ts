import assert from 'node:assert/strict';
import { lintText } from '../../../../src/server/lint.ts';
import { assertReported } from '../expectedLines.ts';

const rule = 'real-network';

/** The body of a test in a suite. */
function inTest(body: string): string {
  return `describe('weather', () => {
  it('is sunny', async () => {
    ${body}
  });
});`;
}

const reported: Readonly<Record<string, string>> = {
  'the global fetch': inTest(`await fetch('https://api.weather.com/current'); // ←`),
  'fetch of globalThis': inTest(`await globalThis.fetch('https://api.weather.com/current'); // ←`),
  'a template that begins with the host': inTest('await fetch(`https://api.weather.com/${city}`); // ←'),
  'a URL object': inTest(`await fetch(new URL('/current', 'https://api.weather.com')); // ←`),
  'a constant': `const base = 'https://api.weather.com';
${inTest("await fetch(base + '/current'); // ←\n    await fetch(`${base}/current`);").replace('; // ←', ';')}`,
  'https.get': `import https from 'node:https';
${inTest(`https.get('https://api.weather.com/', () => {}); // ←`)}`,
  'http.request by name': `const { request } = require('http');
${inTest(`request('http://api.weather.com/').end(); // ←`)}`,
  axios: `import axios from 'axios';
${inTest(`await axios.post('https://api.weather.com/', { city: 'Phoenix' }); // ←`)}`,
  got: `import got from 'got';
${inTest(`await got('https://api.weather.com/'); // ←`)}`,
  'in a hook': `describe('x', () => {
  before(async () => {
    await fetch('https://api.weather.com/'); // ←
  });
  it('a', () => {});
});`,
  'in a function that a test calls': `async function load() {
  return fetch('https://api.weather.com/'); // ←
}
it('a', async () => { await load(); });`,
  'with plain options': inTest(`await fetch('https://api.weather.com/', { method: 'POST' }); // ←`),
};

const silent: Readonly<Record<string, string>> = {
  loopback: inTest(`await fetch('http://127.0.0.1:3000/');
    await fetch('http://localhost:3000/');
    await fetch('http://[::1]:3000/');
    await fetch(\`http://localhost:\${port}/\`);`),
  'names that lead nowhere': inTest(`await fetch('http://weather.test/');
    await fetch('http://weather.example/');
    await fetch('http://weather.invalid/');`),
  "one's own network": inTest(`await fetch('http://app:3000/');
    await fetch('http://192.168.0.7/');
    await fetch('http://db.internal/');
    await fetch('http://172.20.0.2/');`),
  'an address that is not known': inTest(`await fetch(url);
    await fetch(\`\${base}/current\`);
    await fetch(\`https://\${host}/\`);
    await fetch(\`https://api.\${zone}\`);`),
  'a variable that changes': `let url = 'https://api.weather.com';
before(() => { url = 'http://127.0.0.1'; });
${inTest('await fetch(url);')}`,
  'another fetch': `import { fetch } from '../src/client.ts';
${inTest(`await fetch('https://api.weather.com/');`)}`,
  'a fetch that is handed in': `it('a', async () => { const run = (fetch) => fetch('https://api.weather.com/'); await run(stub); });`,
  nock: `import nock from 'nock';
${inTest(`await fetch('https://api.weather.com/');`)}`,
  'the mock of node:test': `import { mock } from 'node:test';
${inTest(`await fetch('https://api.weather.com/');`)}`,
  'msw of the project': `import { server } from './mocks/server.ts';
${inTest(`await fetch('https://api.weather.com/');`)}`,
  'a fetch that was replaced': `before(() => { globalThis.fetch = async () => new Response(); });
${inTest(`await fetch('https://api.weather.com/');`)}`,
  'a fetch that was stubbed': `before(() => { replace(globalThis, 'fetch', async () => new Response()); });
${inTest(`await fetch('https://api.weather.com/');`)}`,
  'a transport of its own': inTest(`await fetch('https://api.weather.com/', { dispatcher });
    await fetch('https://api.weather.com/', options);`),
  'a set-up of the project': `import './setup.ts';
${inTest(`await fetch('https://api.weather.com/');`)}`,
  'a hook of the project': `import { interceptWeather } from './weather.ts';
describe('x', () => {
  before(() => { interceptWeather(); });
  it('a', async () => { await fetch('https://api.weather.com/'); });
});`,
  'a suite that is meant to': `describe('weather (live)', () => { it('a', async () => { await fetch('https://api.weather.com/'); }); });`,
  'a test that is skipped': `describe('x', () => { it.skip('a', async () => { await fetch('https://api.weather.com/'); }); });
xdescribe('y', () => { it('a', async () => { await fetch('https://api.weather.com/'); }); });`,
  'a test that skips itself': inTest(`if (!online) this.skip();
    await fetch('https://api.weather.com/');`),
  'nothing that this file runs': `export const load = () => fetch('https://api.weather.com/');
it('a', () => {});`,
  'no test at all': `await fetch('https://api.weather.com/');`,
  'an address that is only passed on': inTest(`assert.equal(link(), 'https://api.weather.com/');
    const client = new Client('https://api.weather.com/');`),
};

describe(rule, () => {
  describe('reports requests to the internet', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported(rule, text);
      });
    }
  });

  describe('is silent where nothing leaves the machine, or something may answer', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported(rule, text);
      });
    }

    const text = inTest("await fetch('https://api.weather.com/');");

    it('a file that mocha loads first', () => {
      const project = { setupText: "require('nock').disableNetConnect();" };
      assert.ok(!lintText('a.test.ts', text, { project }).some((finding) => finding.rule === rule));
    });

    for (const path of ['tests/e2e/a.test.ts', 'tests/weather.live.test.ts', 'smoke/a.test.ts']) {
      it(`a file that is meant to: ${path}`, () => {
        assertReported(rule, text, path);
      });
    }

    it('but not by the name of the project', () => {
      assertReported(rule, text.replace("/');", "/'); // ←"), '/home/ada/network/shop/tests/unit/a.test.ts');
    });
  });
});
