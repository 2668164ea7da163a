import assert from 'node:assert/strict';

describe('theme', () => {
  it('is taken from the environment', () => {
    process.env['EDITOR_THEME'] = 'dark';
    assert.equal(process.env['EDITOR_THEME'], 'dark');
  });
});
