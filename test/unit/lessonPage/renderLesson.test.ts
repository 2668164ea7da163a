import assert from 'node:assert/strict';
import { pageStrings } from '../../../src/extension/lessons/pageStrings.ts';
import { renderLesson } from '../../../src/extension/lessons/renderLesson.ts';
import { decodeStrings, stringKeys } from '../../../src/webview/strings.ts';
import { readTags, renderText, samplePage } from './samplePage.ts';

describe('renderLesson', () => {
  describe('the page around the text', () => {
    it('shows place, title, minutes, exercises, objectives and a progress bar', () => {
      const html = renderLesson(samplePage);
      assert.match(html, /Lesson 2 of 12/);
      assert.match(html, /<h1>A real database in every test<\/h1>/);
      assert.match(html, /35 min/);
      assert.match(html, /2 exercises/);
      assert.match(html, /<progress\s+id="lesson-progress"\s+value="0"\s+max="2"/);
      assert.match(html, /<li>Say what a stubbed <code>OrderRepository<\/code> hides\.<\/li>/);
    });

    it('says "1 exercise" of one, and shows no bar for a lesson without any', () => {
      const [first] = samplePage.exercises;
      assert.ok(first);
      assert.match(renderText('[exercise: repositories]', [first]), /<span>1 exercise<\/span>/);
      assert.doesNotMatch(renderText('Only words.', []), /<progress/);
    });

    it('links the previous and the next lesson for the script to open', () => {
      const links = readTags(renderLesson(samplePage)).filter((tag) => tag.attributes.has('rel'));
      const lessons = links.map(({ attributes }) => [attributes.get('rel'), attributes.get('data-lesson')]);
      assert.deepEqual(lessons, [
        ['prev', '01-unit-vs-integration'],
        ['next', '03-isolation'],
      ]);
    });

    it('leaves the navigation out where there is neither', () => {
      const html = renderLesson({ ...samplePage, previous: null, next: null });
      assert.doesNotMatch(html, /<nav/);
    });

    it('hands the script every text it needs, translated', () => {
      const html = renderLesson({
        ...samplePage,
        translate: (text, ...args) => `«${samplePage.translate(text, ...args)}»`,
      });
      const json = /<script type="application\/json" id="strings"[^>]*>([^<]*)<\/script>/.exec(html)?.[1];
      const strings = decodeStrings(json ?? '');
      assert.equal(strings.faultSurvived, '«A fault survived: {0}.»');
      assert.deepEqual(Object.keys(pageStrings).sort(), [...stringKeys].sort());
    });

    it('translates its own words too', () => {
      const html = renderLesson({ ...samplePage, translate: () => 'Wort' });
      for (const english of [
        'Grade',
        'Open tests',
        'Write tests',
        'Tests pass',
        'Next lesson',
        'Objectives',
      ]) {
        assert.ok(!html.includes(`>${english}<`) && !html.includes(`"${english}"`), english);
      }
    });
  });

  it('says what a suite must keep to, and nothing of a suite that is given', () => {
    const [first] = samplePage.exercises;
    assert.ok(first);
    const groups = [
      { title: 'unit', max: 4 },
      { title: 'socket', max: 1 },
    ];
    const limits = { maxTests: 11, suiteMs: 2500, maxTestsPerFault: 2, groups };
    const html = renderText('', [{ ...first, limits }]);
    const list = /<ul class="limits[^>]*>([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? '';
    assert.deepEqual(
      [...list.matchAll(/<li>([^<]*)<\/li>/g)].map(([, fact]) => fact),
      [
        'At most 11 tests',
        '“unit”: at most 4',
        '“socket”: at most 1',
        'At most 2 tests fail for one fault',
        'All of them within 2.5 s',
      ],
    );
    assert.doesNotMatch(renderText('', [{ ...first, limits, kind: 'complete-the-code' }]), /class="limits/);
  });

  it('keeps the seldom needed actions of a card behind "More"', () => {
    const html = renderText('');
    assert.match(html, /aria-expanded="false"\s+aria-controls="exercise-repositories-more"/);
    const [, more = ''] = /id="exercise-repositories-more" hidden>([\s\S]*?)<\/div>/.exec(html) ?? [];
    const commands = readTags(more).flatMap(({ attributes }) => attributes.get('data-command') ?? []);
    assert.deepEqual(commands, [
      'gradeOnSave',
      'isolation',
      'order',
      'compare',
      'catches',
      'apply',
      'restore',
      'reset',
    ]);
  });

  describe('security', () => {
    it('sends the strict policy and gives every script its nonce', () => {
      const tags = readTags(renderLesson(samplePage));
      const policy = tags.find((tag) => tag.attributes.has('http-equiv'))?.attributes.get('content');
      assert.equal(
        policy,
        "default-src 'none'; img-src https://file.example data:; style-src https://file.example 'nonce-bm9uY2U='; " +
          "script-src 'nonce-bm9uY2U='; font-src https://file.example",
      );
      const guarded = tags.filter(({ name }) => name === 'script' || name === 'style');
      assert.deepEqual(
        guarded.map(({ name, attributes }) => [name, attributes.get('nonce')]),
        [
          ['style', 'bm9uY2U='],
          ['script', 'bm9uY2U='],
          ['script', 'bm9uY2U='],
        ],
      );
    });

    for (const nonce of ["x'; script-src *", '', 'a b']) {
      it(`refuses the nonce "${nonce}"`, () => {
        const page = { ...samplePage, assets: { ...samplePage.assets, nonce } };
        assert.throws(() => renderLesson(page), /nonce/);
      });
    }

    it('refuses styles that would end their element', () => {
      const assets = { ...samplePage.assets, style: 'p {}</STYLE><script>' };
      assert.throws(() => renderLesson({ ...samplePage, assets }), /styles of the page/);
    });

    it('refuses a content source that would add a directive', () => {
      const assets = { ...samplePage.assets, cspSource: 'https://a; script-src *' };
      assert.throws(() => renderLesson({ ...samplePage, assets }), /content source/);
    });

    it('escapes every string from a file and every translation', () => {
      const evil = `"><script>alert(1)</script><img src=x onerror="alert(1)" style='x'>`;
      const html = renderLesson({
        lesson: {
          id: evil,
          title: evil,
          order: 1,
          durationMinutes: 1,
          language: evil,
          objectives: [evil, `\`${evil}\``],
          markdown: [
            evil,
            `# ${evil}`,
            `\`${evil}\``,
            '`src/a.ts` `src/`',
            '```ts\n' + evil + '\n```',
            `~~~${evil}\n${evil}\n~~~`,
            `[a](https://example.com/ '${evil}')`,
            `![${evil}](https://example.com/x.png)`,
            `| ${evil} | b |\n|--:|:-:|\n| ${evil} | <b>b</b> |`,
            '<style>*{}</style>\n\n<iframe src="https://example.com"></iframe>',
            '[exercise: x]',
          ].join('\n\n'),
        },
        lessonCount: 1,
        exercises: [
          {
            id: `${evil}/x`,
            title: evil,
            kind: 'write-tests',
            task: `${evil} src/a.ts $ Evil ${evil}`,
            faults: 1,
            variants: 1,
            limits: { maxTests: 1, groups: [{ title: evil, max: 1 }] },
            files: [evil, 'src/a.ts'],
            contract: [`src/a.ts#$`, evil, `src/${evil.replace(/\//g, '')}#Evil`],
          },
        ],
        previous: { id: evil, title: evil },
        next: { id: evil, title: evil },
        assets: { ...samplePage.assets, script: evil },
        translate: (text, ...args) => evil + samplePage.translate(text, ...args) + evil,
      });
      const tags = readTags(html.replace(/(<script type="application\/json"[^>]*>)[^<]*/, '$1'));
      assert.equal(
        tags.filter(({ name }) => name === 'script').length,
        2,
        'only the two scripts of the page',
      );
      assert.equal(tags.filter(({ name }) => name === 'style').length, 1, 'only the styles of the page');
      for (const { name, attributes } of tags) {
        assert.ok(!['img', 'iframe', 'object', 'base', 'form'].includes(name), name);
        for (const attribute of attributes.keys()) {
          assert.ok(!attribute.startsWith('on') && attribute !== 'style', `${name} ${attribute}`);
        }
      }
      const json = /<script type="application\/json"[^>]*>([^<]*)<\/script>/.exec(html)?.[1];
      assert.ok(decodeStrings(json ?? '').clean.includes('</script>'), 'the texts arrive unchanged');
    });

    for (const address of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'vbscript:x',
      'data:text/html,x',
      'http://example.com/',
      'file:///etc/passwd',
      'command:workbench.action.quit',
      'vscode://x/y',
      '//example.com/',
      '../other.md',
      'lesson:../../x',
    ]) {
      it(`does not link ${address}`, () => {
        const html = renderText(`[word](${address}) <${address}>\n\n[other][r]\n\n[r]: ${address}`, []);
        const addresses = readTags(html).map((tag) => tag.attributes.get('href'));
        assert.deepEqual(
          addresses.filter(
            (href) => href !== undefined && !href.startsWith('lesson:0') && !href.endsWith('.css'),
          ),
          [],
        );
        assert.match(html, /word/);
      });
    }

    it('links https, in-page and lesson addresses', () => {
      const html = renderText('[a](https://example.com/x) [b](#part) [c](lesson:03-isolation)', []);
      assert.match(html, /<a href="https:\/\/example\.com\/x">a<\/a>/);
      assert.match(html, /<a href="#part">b<\/a>/);
      assert.match(html, /<a href="lesson:03-isolation" data-lesson="03-isolation">c<\/a>/);
    });
  });

  describe('the text', () => {
    it('gives headings ids, each its own and none of the page itself', () => {
      const html = renderText(
        '## Was it `real`?\n\n## Was it real\n\n## Strings\n\n## Exercise fixture\n\n[exercise: fixture]',
      );
      const ids = readTags(html).flatMap(({ attributes }) => attributes.get('id') ?? []);
      assert.deepEqual(ids, [...new Set(ids)], 'no id twice');
      for (const id of ['was-it-real', 'was-it-real-1', 'strings-1', 'exercise-fixture-1', 'strings']) {
        assert.ok(ids.includes(id), id);
      }
    });

    it('keeps one h1 and leaves no heading level out', () => {
      const html = renderText(
        '# A real database in every test\n\n# One\n\n#### Deep\n\n[exercise: fixture]\n\n## Two\n\n[exercise: repositories]',
      );
      const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      assert.deepEqual(levels, [1, 2, 3, 3, 2, 3]);
      assert.equal(html.match(/A real database in every test/g)?.length, 2, 'the title element and the h1');
    });

    it('highlights by class, and shows unknown languages as they are', () => {
      const html = renderText('```ts\nconst a = 1;\n```\n\n```sh\nls\n```\n\n```brainfuck\n+<b>\n```', []);
      assert.match(html, /<code class="hljs language-typescript"><span class="hljs-keyword">const<\/span>/);
      assert.match(html, /language-bash/);
      assert.match(html, /<code class="hljs language-plaintext">\+&lt;b&gt;\n<\/code>/);
    });

    it('aligns table cells by class, and makes no header of an empty cell', () => {
      const html = renderText('| | Unit |\n|---|--:|\n| Setup | little |', []);
      assert.match(
        html,
        /<thead>\s*<tr>\s*<td><\/td>\s*<th class="align-right" scope="col">Unit<\/th>|<th scope="col" class="align-right">Unit<\/th>/,
      );
      assert.match(html, /<td class="align-right">little<\/td>/);
      assert.doesNotMatch(html, /style=/);
    });

    it("shows the course's own pictures, and no others", () => {
      const page = renderText(
        '![Two <tests> & a "table"](media/lessons/polluter-and-victim.svg) [not a way](media/lessons/a.svg)',
      );
      assert.match(
        page,
        /<img class="picture" src="https:\/\/file\.example\/lessons\/polluter-and-victim\.svg" alt="Two &lt;tests&gt; &amp; a &quot;table&quot;" \/>/,
      );
      assert.match(page, /<a href="#">not a way<\/a>/);
      for (const other of [
        'media/lessons/../x.svg',
        'media/lessons/a.png',
        'media/lessons/a/b.svg',
        'https://a.example/b.svg',
      ]) {
        assert.doesNotMatch(renderText(`![x](${other})`), /<img/, other);
      }
    });

    it('shows the description of a picture', () => {
      assert.match(
        renderText('See ![the test pyramid](https://example.com/p.png).', []),
        /See the test pyramid\./,
      );
    });
  });

  describe('files that the text names', () => {
    const linksOf = (html: string): (string | undefined)[][] =>
      readTags(html)
        .filter(({ attributes }) => attributes.has('data-place'))
        .map(({ attributes }) => [
          attributes.get('data-of')?.replace(/.*\//, ''),
          attributes.get('data-place'),
        ]);

    it('are links to them in the exercise whose card stands in the section', () => {
      const html = renderText(
        [
          'Only `tests/repositories.test.ts`, and `src/users.ts` of two.',
          '## One\n\nRead `src/orders.ts`, `src/`, **`tests/`** and `src/none.ts`.',
          '[exercise: repositories]',
          'Again `src/users.ts`.',
          '## Two\n\n- `tests/support/`\n\n[exercise: fixture]',
        ].join('\n\n'),
        samplePage.exercises.map((exercise) => ({ ...exercise, task: 'Words.' })),
      );
      assert.deepEqual(linksOf(html), [
        ['repositories', 'tests/repositories.test.ts'],
        ['repositories', 'src/orders.ts#OrderRepository'],
        ['repositories', 'src/'],
        ['repositories', 'tests/'],
        ['repositories', 'src/users.ts#UserRepository'],
        ['fixture', 'tests/support/'],
      ]);
      assert.match(
        html,
        /<a\s+href="exercise:02-database\/repositories\/src\/orders\.ts"[^>]*title="Open src\/orders\.ts at the comment on OrderRepository"\s*><code>src\/orders\.ts<\/code><\/a/,
      );
      assert.match(html, /<code>src\/none\.ts<\/code>/);
    });

    it('are none in a link, a block of code, or where there is no exercise', () => {
      const text = '[`src/users.ts`](https://example.com/)\n\n```text\nsrc/users.ts\n```\n\n`src/users.ts`';
      assert.deepEqual(linksOf(renderText(text, [])), []);
      const [first] = samplePage.exercises;
      assert.ok(first);
      const inside = '[see `src/users.ts`](https://example.com/)';
      assert.deepEqual(linksOf(renderText(inside, [{ ...first, task: 'Words.' }])), []);
    });

    it('are links in a task, as are the names of its contract', () => {
      const [first] = samplePage.exercises;
      assert.ok(first);
      const task = 'Write tests for OrderRepository. Read src/users.ts & `src/orders.ts`, then tests/.';
      const html = renderText('', [{ ...first, task }]);
      assert.deepEqual(linksOf(html), [
        ['repositories', 'src/orders.ts#OrderRepository'],
        ['repositories', 'src/users.ts#UserRepository'],
        ['repositories', 'src/orders.ts#OrderRepository'],
        ['repositories', 'tests/'],
      ]);
      const words = /<p class="task">([^]*?)<\/p>/.exec(html)?.[1]?.replace(/<[^>]*>/g, '');
      assert.equal(
        words,
        'Write tests for OrderRepository. Read src/users.ts &amp; src/orders.ts, then tests/.',
      );
    });

    it('have a button of their own on a card with a contract', () => {
      const [first] = samplePage.exercises;
      assert.ok(first);
      assert.match(renderText('', [first]), /data-command="contract"[^>]*>\s*Specification\s*</);
      assert.doesNotMatch(renderText('', [{ ...first, contract: [] }]), /data-command="contract"/);
    });
  });

  describe('exercise cards', () => {
    it('stand where the text places them, with what the script needs', () => {
      const html = renderText('Before.\n[exercise: repositories]\nBetween.\n\n[exercise:fixture]\n\nAfter.');
      const order = [
        'Before.',
        'data-exercise="02-database/repositories"',
        'Between.',
        'Write the fixture',
        'After.',
      ];
      const places = order.map((piece) => html.indexOf(piece));
      assert.deepEqual(
        places,
        [...places].sort((a, b) => a - b),
      );
      assert.ok(places.every((place) => place > 0));
      const card = readTags(html).find((tag) => tag.attributes.has('data-exercise'));
      assert.deepEqual(
        ['data-title', 'data-kind', 'data-faults', 'data-variants'].map((name) => card?.attributes.get(name)),
        ['Repositories on SQLite', 'write-tests', '6', '2'],
      );
      const commands = readTags(html).flatMap((tag) => tag.attributes.get('data-command') ?? []);
      assert.deepEqual(commands.slice(0, 13), [
        'grade',
        'run',
        'open',
        'contract',
        'gradeOnSave',
        'isolation',
        'order',
        'compare',
        'catches',
        'apply',
        'restore',
        'reset',
        'cancel',
      ]);
      assert.equal(html.match(/data-stage=/g)?.length, 10);
    });

    it('are not read from code', () => {
      const html = renderText('```text\n[exercise: repositories]\n```\n\n    [exercise: fixture]\n', []);
      assert.doesNotMatch(html, /data-exercise/);
    });

    it('follow the text when it does not place them', () => {
      const html = renderText('The end.\n\n[exercise: fixture]');
      assert.ok(
        html.indexOf('data-exercise="02-database/repositories"') > html.indexOf('02-database/fixture'),
      );
    });

    it('are named in the error when the lesson has no such exercise', () => {
      assert.throws(
        () => renderText('[exercise: repositries]'),
        /"02-database" places an exercise "repositries".*Its exercises: repositories, fixture\./,
      );
      assert.throws(() => renderText('[exercise: ]'), /places an exercise ""/);
    });

    it('are named in the error when one is placed twice', () => {
      assert.throws(() => renderText('[exercise: fixture]\n\n[exercise: fixture]'), /"fixture" twice/);
    });

    it('name the button after what the learner edits', () => {
      const [first] = samplePage.exercises;
      assert.ok(first);
      assert.match(renderText('', [first]), />Open tests</);
      assert.match(renderText('', [{ ...first, kind: 'complete-the-code' }]), />Open code</);
      assert.match(renderText('', [{ ...first, kind: 'write-the-fixture' }]), />Open fixture</);
    });
  });
});
