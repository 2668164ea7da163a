import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { runNode, type FinishedProcess } from '../../../../scripts/childProcess.ts';
import { targets } from '../../../../scripts/toolchain.ts';

const repository = path.join(import.meta.dirname, '../../../..');
const { name, version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
};

/** Parts of a gallery's API that `vsce publish` asks for, by the ids that its client looks up. */
const galleryRoutes = {
  'a41192c8-9525-4b58-bc86-179fa549d80d': '_apis/{area}/{resource}/{extensionId}',
  'e11ea35a-16fe-4b80-ab11-c4cab88a0966':
    '_apis/{area}/publishers/{publisherName}/{resource}/{extensionName}',
};

interface Upload {
  request: string;
  bytes: number;
  authorization: string | undefined;
}

// The programs that publish are the real ones; only the place that they publish to is ours.
describe('npm run release -- publish', function () {
  this.timeout(60_000);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'publish-'));
  const folder = path.join(scratch, 'packages');
  let size = 0;
  let server: Server;
  let uploads: Upload[] = [];
  /** What the registry says to the nth package, counted from 1; undefined: it takes it. */
  let refusal: (nth: number) => string | undefined = () => undefined;

  before(async () => {
    const source = path.join(scratch, 'source');
    mkdirSync(source);
    mkdirSync(folder);
    const manifest = { name, version, publisher: name, engines: { vscode: '^1.103.0' } };
    writeFileSync(path.join(source, 'package.json'), JSON.stringify(manifest));
    writeFileSync(path.join(source, 'README.md'), 'A small package.');
    writeFileSync(path.join(source, 'LICENSE'), 'None.');
    const vsix = path.join(scratch, 'small.vsix');
    await createVSIX({ cwd: source, packagePath: vsix, dependencies: false, allowMissingRepository: true });
    size = readFileSync(vsix).length;
    for (const target of targets) cpSync(vsix, path.join(folder, `${name}-${target}-${version}.vsix`));
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    uploads = [];
    refusal = () => undefined;
  });
  after(async () => {
    await new Promise((resolve) => void server.close(resolve));
    rmSync(scratch, { recursive: true, force: true });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    const send = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.method === 'OPTIONS') {
      const value = Object.entries(galleryRoutes).map(([id, routeTemplate]) => ({
        id,
        routeTemplate,
        area: 'gallery',
        resourceName: 'extensions',
        resourceVersion: 2,
        minVersion: '1.0',
        maxVersion: '7.2',
        releasedVersion: '0.0',
      }));
      send(200, { value, count: value.length });
    } else if (request.method === 'GET') send(404, {});
    else {
      const { method, url = '', headers } = request;
      uploads.push({
        request: `${method} ${url.replace(/\?.*/, '')}`,
        bytes,
        authorization: headers.authorization,
      });
      const error = refusal(uploads.length);
      if (error === undefined) send(200, { namespace: name, name, version, targetPlatform: 'universal' });
      else send(400, { error });
    }
  }

  function publish(registry: string, secrets: Record<string, string>): Promise<FinishedProcess> {
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}`;
    const { VSCE_PAT: _own, OVSX_PAT: _ownToo, GITHUB_ACTIONS: _here, ...env } = process.env;
    return runNode(['scripts/release/main.ts', 'publish', registry, folder], {
      cwd: repository,
      env: { ...env, ...secrets, OVSX_REGISTRY_URL: address, VSCE_MARKETPLACE_URL: address },
    });
  }

  it('hands every package to the Marketplace as it is', async () => {
    const { status, stdout, stderr } = await publish('marketplace', { VSCE_PAT: 'secret' });
    assert.equal(status, 0, stdout + stderr);
    assert.deepEqual(
      uploads.map(({ request, bytes }) => [request, bytes]),
      targets.map(() => ['POST /_apis/gallery/extensions', size]),
    );
    assert.equal(uploads[0]?.authorization, `Basic ${Buffer.from('OAuth:secret').toString('base64')}`);
  });

  it('hands every package to Open VSX as it is, and goes on where it was interrupted', async () => {
    refusal = (nth) => (nth <= 3 ? `Extension ${name}.${name} ${version} is already published.` : undefined);
    const { status, stdout, stderr } = await publish('open-vsx', { OVSX_PAT: 'secret' });
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      uploads.map(({ request, bytes }) => [request, bytes]),
      targets.map(() => ['POST /api/-/publish', size]),
    );
    assert.equal(stdout.match(/Skipping publish/g)?.length, 3);
  });

  it('fails, and says what to do, when one package is refused', async () => {
    refusal = (nth) => (nth === 2 ? 'Out of order.' : undefined);
    const { status, stderr } = await publish('open-vsx', { OVSX_PAT: 'secret' });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /Out of order\.[^]*Not all packages were published to Open VSX[^]*run this job again/,
    );
  });

  it('publishes nothing without the secret, says so and is content', async () => {
    for (const [registry, secret] of [
      ['marketplace', 'VSCE_PAT'],
      ['open-vsx', 'OVSX_PAT'],
    ] as const) {
      const { status, stderr } = await publish(registry, {});
      assert.equal(status, 0);
      assert.match(stderr, new RegExp(`^Nothing was published .*${secret} is not set`));
    }
    assert.deepEqual(uploads, []);
  });
});
