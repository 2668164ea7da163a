import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import UPNG from 'upng-js';
import { packagedReadme } from '../../../scripts/packagedReadme.ts';

const readme = `# Title

![A picture](media/readme/page-light.png)

![Another](media/readme/other.png)

See [\`rule\`](media/rules/rule.md), [below](#below), [a file](CONTRIBUTING.md) and [a site](https://example.com).
`;

const files: Readonly<Record<string, string>> = {
  'media/rules/rule.md':
    '# A test waits\n\n`rule` · hint\n\n## Why\n\nIt hurts.\n\n## What it reports\n\nWaits.\n\n## Options\n\nNone.\n',
};
const page = readFileSync(new URL('../../../media/readme/page-light.png', import.meta.url));
const read = (path: string): Buffer =>
  path === 'media/readme/page-light.png' ? page : Buffer.from(files[path] ?? assert.fail(path));

describe('the README of a package', () => {
  it('has no link or picture that leads nowhere', () => {
    const packaged = packagedReadme(readme, false, read);
    const picture = /data:image\/png;base64,([\w+/=]+)/.exec(packaged)?.[1] ?? '';
    const shown = Buffer.from(picture, 'base64');
    assert.ok(shown.length < page.length);
    const { width, height } = UPNG.decode(new Uint8Array(shown).buffer);
    assert.deepEqual([width, height], [1180, 860]);
    assert.equal(
      packaged.replace(picture, 'picture'),
      '# Title\n\n![A picture](data:image/png;base64,picture)\n\n' +
        'See [`rule`](#rule), [below](#below), a file and [a site](https://example.com).\n\n' +
        '## Rules and refactorings, one by one\n\n### rule\n\n**A test waits**\n\n#### Why\n\nIt hurts.\n',
    );
  });

  it('keeps them all where they lead to the repository', () => {
    assert.equal(packagedReadme(readme, true, read), readme);
  });
});
