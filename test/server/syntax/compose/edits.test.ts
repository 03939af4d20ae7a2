import assert from 'node:assert/strict';
import { parseCompose } from '../../../../server/src/syntax/compose/compose';
import {
  addAtTop,
  addEntry,
  addItem,
  removeEntry,
  removeItem,
} from '../../../../server/src/syntax/compose/edits';
import type { ComposeFile } from '../../../../server/src/syntax/document';
import { applyEdits, type Edit } from '../../../../server/src/text/span';

type Change = (file: ComposeFile) => Edit | null;

/** The text after a change of its first service; null where there is none. */
function after(text: string, change: Change): string | null {
  const edit = change(parseCompose(text));
  return edit && applyEdits(text, [edit]);
}

function first({ services }: ComposeFile): ComposeFile['services'][number] {
  return services[0]!;
}

/** A file whose service `a` says some lines. */
function saying(...said: readonly string[]): string {
  return ['services:', '  a:', ...said.map((line) => `    ${line}`), ''].join('\n');
}

const withoutName: Change = (file) => {
  const entry = first(file).entry('container_name');
  return entry && removeEntry(file.text, first(file).map, entry);
};
const withoutLastVolume: Change = (file) => {
  const volumes = first(file).field('volumes')!;
  return removeItem(file.text, volumes, volumes.items().at(-1)!);
};
const withInit: Change = (file) => addEntry(file.text, first(file).map, ['init: true']);
const withVolume: Change = (file) => addItem(file.text, first(file).field('volumes')!, 'new:/n');
const withTopVolume: Change = (file) => addAtTop(file, 'volumes', ['new:']);

describe('edits of compose files', () => {
  describe('take an entry away', () => {
    const cases: Record<string, [readonly string[], readonly string[] | null]> = {
      'with its comment': [['container_name: b # why', 'image: c'], ['image: c']],
      'in quotes': [['image: c', "container_name: 'b'"], ['image: c']],
      'in quotes over lines': [['container_name: "b', '', '  c"', 'image: c'], ['image: c']],
      'in quotes that end on a line of their own': [['container_name: "b', '  "', 'image: c'], ['image: c']],
      'in a block': [['container_name: |', '  b', 'image: c'], ['image: c']],
      'on the next line': [['container_name:', '  b', 'image: c'], ['image: c']],
      'but not the only one': [['container_name: b'], null],
      'but not beside others': [['{ container_name: b, image: c }'], null],
      'but not an anchor that others use': [['container_name: &n b', 'image: *n'], null],
      'but not an alias': [['image: &n b', 'container_name: *n'], null],
      'but not behind a question mark': [['? container_name', ': b', 'image: c'], null],
    };
    for (const [name, [before, expected]] of Object.entries(cases)) {
      it(name, () => assert.equal(after(saying(...before), withoutName), expected && saying(...expected)));
    }
    it('in a file of CRLF', () => {
      const text = saying('container_name: b', 'image: c').replaceAll('\n', '\r\n');
      assert.equal(after(text, withoutName), saying('image: c').replaceAll('\n', '\r\n'));
    });
  });

  describe('take an item away', () => {
    const cases: Record<string, [readonly string[], readonly string[] | null]> = {
      "at the key's own indentation": [
        ['volumes:', '- a:/a', '- "b:/b" # b'],
        ['volumes:', '- a:/a'],
      ],
      'of several lines': [
        ['volumes:', '  - a:/a', '  - type: bind', '    source: .', '    target: /b', 'image: c'],
        ['volumes:', '  - a:/a', 'image: c'],
      ],
      'but not in a row': [['volumes: [a:/a, b:/b]'], null],
      'but not with an anchor': [['volumes:', '  - a:/a', '  - &b b:/b'], null],
      'but not one that is shared': [['volumes:', '  - &b b:/b', '  - *b'], null],
    };
    for (const [name, [before, expected]] of Object.entries(cases)) {
      it(name, () =>
        assert.equal(after(saying(...before), withoutLastVolume), expected && saying(...expected)),
      );
    }
  });

  describe('add an entry', () => {
    const cases: Record<string, [readonly string[], readonly string[] | null]> = {
      'behind a comment': [['image: c # why'], ['image: c # why', 'init: true']],
      'behind a list': [
        ['volumes:', '- a:/a', ''],
        ['volumes:', '- a:/a', 'init: true', ''],
      ],
      'behind a block': [
        ['command: |', '  a', '  b'],
        ['command: |', '  a', '  b', 'init: true'],
      ],
      'behind quotes over lines': [
        ['image: "c', '  "'],
        ['image: "c', '  "', 'init: true'],
      ],
      'behind nothing': [['volumes:'], ['volumes:', 'init: true']],
      'but not in a row': [['{ image: c }'], null],
      'but not behind an alias': [['image: &c d', 'container_name: *c'], null],
    };
    for (const [name, [before, expected]] of Object.entries(cases)) {
      it(name, () => assert.equal(after(saying(...before), withInit), expected && saying(...expected)));
    }
  });

  describe('add an item', () => {
    const cases: Record<string, [readonly string[], readonly string[] | null]> = {
      "at the key's own indentation": [
        ['volumes:', '- a:/a'],
        ['volumes:', '- a:/a', '- new:/n'],
      ],
      'behind one of several lines': [
        ['volumes:', '    - type: bind', '      source: "."'],
        ['volumes:', '    - type: bind', '      source: "."', '    - new:/n'],
      ],
      'but not in a row': [['volumes: [a:/a]'], null],
      'but not to a list that is shared': [['x-v: &v', '  - a:/a', 'volumes: *v'], null],
    };
    for (const [name, [before, expected]] of Object.entries(cases)) {
      it(name, () => assert.equal(after(saying(...before), withVolume), expected && saying(...expected)));
    }
  });

  describe('add to a map at the top', () => {
    const cases: Record<string, [string, string | null]> = {
      'that is there': [
        'volumes:\n  a: # a\nservices:\n  a:\n    image: b\n',
        'volumes:\n  a: # a\n  new:\nservices:\n  a:\n    image: b\n',
      ],
      'that is not': [
        'services:\n  a: {image: b} # c',
        'services:\n  a: {image: b} # c\n\nvolumes:\n  new:\n',
      ],
      'of CRLF': [
        'services:\r\n  a: {image: b}\r\n\r\n',
        'services:\r\n  a: {image: b}\r\n\r\nvolumes:\r\n  new:\r\n',
      ],
      'but not of a file in a row': ['{services: {a: {image: b}}}\n', null],
      'but not of the old form': ['a:\n  image: b\n', null],
      'but not of the first of two documents': ['services:\n  a: {image: b}\n---\nx: y\n', null],
      'but not to one in a row': ['services:\n  a: {image: b}\nvolumes: {}\n', null],
    };
    for (const [name, [before, expected]] of Object.entries(cases)) {
      it(name, () => assert.equal(after(before, withTopVolume), expected));
    }
  });
});
