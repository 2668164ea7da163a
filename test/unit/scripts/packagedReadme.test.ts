import assert from 'node:assert/strict';
import { packagedReadme } from '../../../scripts/packagedReadme.ts';

const readme = `# Title

![A picture](media/readme/page.png)

See [\`rule\`](media/rules/rule.md), [below](#below) and [a site](https://example.com).
`;

describe('the README of a package', () => {
  it('has no link or picture that leads nowhere', () => {
    assert.equal(
      packagedReadme(readme, false),
      '# Title\n\nSee `rule`, [below](#below) and [a site](https://example.com).\n',
    );
  });

  it('keeps them all where they lead to the repository', () => {
    assert.equal(packagedReadme(readme, true), readme);
  });
});
