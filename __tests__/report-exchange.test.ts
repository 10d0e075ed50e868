/** The formats of other tools: reviewdog, workflow commands, Checkstyle; and the list of rules. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { ruleInfos } from '../src/app/policy.ts';
import type { Span } from '../src/base/span.ts';
import { registry } from '../src/rules/registry.generated.ts';
import { renderCheckstyle } from '../src/report/checkstyle.ts';
import { renderRdjson } from '../src/report/rdjson.ts';
import type { ReviewReport } from '../src/report/report.ts';
import { renderRulesJson } from '../src/report/rule-list.ts';
import { renderWorkflowCommands } from '../src/report/workflow-commands.ts';
import { headline } from '../src/report/wording.ts';
import { expectGolden } from './golden.ts';
import {
  at,
  headText,
  leak,
  links,
  report,
  rules,
  source,
  useAfterFree,
  variant,
  volumePath,
} from './report-fixture.ts';

const root = path.join(import.meta.dirname, '..');
const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);

function validator(file: string) {
  return ajv.compile(JSON.parse(readFileSync(path.join(root, file), 'utf8')) as object);
}

const clean: ReviewReport = { ...report, findings: [], suppressed: [], notReviewed: [], notes: [] };
/** Any text, with control characters, lone surrogates and the characters of markup. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('\r', '\n', '\t', '%', ':', ',', '::', '\ud800', '\ufffe', '<', '&', '"', "'", ']]>'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

interface Diagnostic {
  readonly message: string;
  readonly location: { readonly path: string; readonly range?: Span };
  readonly severity: string;
  readonly suggestions?: readonly Suggestion[];
}

interface Suggestion {
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly text: string;
}

describe('rdjson', () => {
  const validate = validator('__tests__/fixtures/rdjson.schema.json');
  const diagnostics = (one: ReviewReport, lines = source): readonly Diagnostic[] => {
    const document: unknown = JSON.parse(renderRdjson(one, links, lines));
    validate(document);
    expect(validate.errors).toBeNull();
    return (document as { diagnostics: Diagnostic[] }).diagnostics;
  };
  const applied = ({ range, text }: Suggestion): string => {
    const lines = headText.split('\n');
    lines.splice(range.start.line - 1, range.end.line - range.start.line + 1, ...text.split('\n'));
    return lines.join('\n');
  };

  test('golden, and valid', () => {
    expectGolden('report/rdjson.json', renderRdjson(report, links, source));
    expect(diagnostics(report)).toHaveLength(4);
    expect(diagnostics(clean)).toEqual([]);
    expect(diagnostics({ ...report, findings: [variant(1, { ruleId: 'SA1019' })] })).toHaveLength(2);
    expect(validate({ diagnostics: [{ message: 'x', location: { path: 'a' }, severity: 'NOTE' }] })).toBe(
      false,
    );
  });

  test('a file that was not analysed is a warning without a range; an excluded one is none', () => {
    const [unread, ...others] = diagnostics(report);
    expect(unread).toEqual({
      message: 'not analysed: the file is not valid UTF-8.',
      location: { path: 'store/legacy.c' },
      severity: 'WARNING',
      code: { value: 'not-analysed' },
    });
    expect(others.map(({ location }) => location.path)).not.toContain('vendor/zlib/zlib.go');
  });

  test('a fix of two edits is one suggestion that does both', () => {
    const [suggestion, ...more] = diagnostics({ ...clean, findings: [leak] })[0]?.suggestions ?? [];
    if (suggestion === undefined) throw new Error('no suggestion');
    expect(more).toEqual([]);
    const free = '\tC.free(unsafe.Pointer(cname))\n';
    expect(applied(suggestion)).toBe(
      headText.replace(free, '').replace('\tif C.vol_busy', `\tdefer ${free.slice(1)}\tif C.vol_busy`),
    );
  });

  test.each([
    ['before a line', at('\tif C.vol_busy').span.start],
    ['before the first line', { line: 1, column: 1 }],
  ])('an insertion %s takes a line along', (_name, start) => {
    const span = { start, end: start };
    const fix = { message: 'Add a line', edits: [{ path: volumePath, span, newText: '// new\n' }] };
    const [suggestion] = diagnostics({ ...clean, findings: [{ ...leak, fix }] })[0]?.suggestions ?? [];
    if (suggestion === undefined) throw new Error('no suggestion');
    const lines = headText.split('\n');
    lines.splice(start.line - 1, 0, '// new');
    expect(applied(suggestion)).toBe(lines.join('\n'));
  });

  test('a fix that no suggestion can carry is told in words', () => {
    const elsewhere = { ...leak.location, path: 'other.go' };
    for (const [finding, lines] of [
      [leak, () => undefined],
      [{ ...leak, location: elsewhere }, source],
    ] as const) {
      const [diagnostic] = diagnostics({ ...clean, findings: [finding] }, lines);
      expect(diagnostic).not.toHaveProperty('suggestions');
      expect(diagnostic?.message).toMatch(/ Fix: Free `cname` when `Open` returns\.$/);
    }
  });
});

describe('workflow commands', () => {
  test('golden', () => {
    expectGolden('report/workflow-commands.txt', renderWorkflowCommands(report, links));
    expect(renderWorkflowCommands(clean, links)).toBe('No findings in 4 analysed files.\n');
  });

  test('every finding has its command, beyond the ten that the runner shows', () => {
    const findings = Array.from({ length: 25 }, (_, i) => variant(i, { severity: 'warning' }));
    const lines = renderWorkflowCommands({ ...clean, findings: [...findings, useAfterFree] }, links).split(
      '\n',
    );
    expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(25);
    expect(lines[0]).toMatch(/^::error file=store\/volume\.go,line=55,endLine=55,col=22,endColumn=39,title=/);
  });

  test('property: no text starts a command of its own, and each is read back as it was', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (file, message, reason) => {
        const one: ReviewReport = {
          ...report,
          findings: [variant(1, { message, location: { ...leak.location, path: file } })],
          notReviewed: [{ path: file, reason, excluded: false }],
          notes: [message],
        };
        const lines = renderWorkflowCommands(one, links).split(/\r\n|\r|\n/);
        expect(lines.map((line) => /^::(\w+) /.exec(line)?.[1])).toEqual([
          'warning',
          'warning',
          'notice',
          undefined,
          undefined,
        ]);
        expect(lines.slice(3)).toEqual([`${headline(one)}.`, '']);
        for (const line of lines.slice(0, 2)) expect(properties(line)['file']).toBe(file);
      }),
    );
  });

  /** As the runner reads a command's properties. */
  function properties(line: string): Record<string, string> {
    const list = line.slice(line.indexOf(' ') + 1, line.indexOf('::', 2)).split(',');
    return Object.fromEntries(
      list.map((text) => {
        const [key = '', value = ''] = text.split('=', 1).concat(text.slice(text.indexOf('=') + 1));
        const unescaped = value
          .replace(/%0D/g, '\r')
          .replace(/%0A/g, '\n')
          .replace(/%3A/g, ':')
          .replace(/%2C/g, ',')
          .replace(/%25/g, '%');
        return [key, unescaped];
      }),
    );
  }
});

describe('checkstyle', () => {
  test('golden', () => {
    expectGolden('report/checkstyle.xml', renderCheckstyle(report, links));
    expect(parse(renderCheckstyle(clean, links))).toEqual([
      { name: 'checkstyle', attributes: { version: '5.0' } },
    ]);
  });

  test('a long path is cut, and says so', () => {
    const step = { location: { ...leak.location, path: 'c/vol.c' }, message: '`free` is called' };
    const finding = variant(1, { steps: Array.from({ length: 8 }, () => step) });
    const text = renderCheckstyle({ ...clean, findings: [finding] }, links);
    expect(text.match(/; (?:then )?c\/vol\.c:32: /g)).toHaveLength(5);
    expect(text).toContain('; and 3 more steps.');
  });

  test('property: well-formed, and every text is read back as it is shown', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (file, message, reason) => {
        const one: ReviewReport = {
          ...report,
          findings: [
            variant(1, { message, ruleId: message, steps: [], location: { ...leak.location, path: file } }),
          ],
          notReviewed: [{ path: file, reason, excluded: false }],
        };
        const text = renderCheckstyle(one, links);
        // XML 1.0, production 2 (Char).
        expect(text).toMatch(/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u);
        const elements = parse(text);
        expect(elements.map(({ name }) => name)).toEqual(['checkstyle', 'file', 'error', 'error']);
        const [, ofFile, unread, found] = elements;
        expect(ofFile?.attributes['name']).toBe(shown(file));
        expect(unread?.attributes['source']).toBe('cgo-review.not-analysed');
        expect(found?.attributes['source']).toBe(`cgo-review.${shown(message)}`);
      }),
    );
  });

  /** What a reader sees of a text: the characters that XML or a terminal cannot take are named. */
  function shown(text: string): string {
    return Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      const kept = character === '\t' || character === '\n';
      const hidden =
        (!kept && code < 0x20) ||
        (code >= 0x7f && code <= 0x9f) ||
        [0x61c, 0x200e, 0x200f, 0xfffe, 0xffff].includes(code) ||
        (code >= 0x2028 && code <= 0x202e) ||
        (code >= 0x2066 && code <= 0x2069) ||
        (code >= 0xd800 && code <= 0xdfff);
      return hidden ? `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>` : character;
    }).join('');
  }

  interface Element {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }

  /** The elements in document order. Throws on anything but elements that nest, attributes and white space. */
  function parse(xml: string): readonly Element[] {
    const elements: Element[] = [];
    const open: string[] = [];
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
    if (!xml.startsWith(declaration)) throw new Error('no declaration');
    let rest = xml.slice(declaration.length);
    while (rest !== '') {
      const token = /^(?:\s+|<\/(\w+)>|<(\w+)((?: \w+="[^"<]*")*)(\/?)>)/.exec(rest);
      if (token === null) throw new Error(`not well-formed: ${rest.slice(0, 80)}`);
      const [whole, closed, name, attributes = '', empty] = token;
      if (closed !== undefined && open.pop() !== closed) throw new Error(`</${closed}> closes nothing`);
      if (name !== undefined) {
        if (empty === '') open.push(name);
        const values = Array.from(attributes.matchAll(/ (\w+)="([^"]*)"/g), ([, key = '', value = '']) => [
          key,
          unescape(value),
        ]);
        elements.push({ name, attributes: Object.fromEntries(values) as Record<string, string> });
      }
      rest = rest.slice(whole.length);
    }
    if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`);
    return elements;
  }

  function unescape(text: string): string {
    const entities: Readonly<Record<string, string>> = {
      amp: '&',
      lt: '<',
      gt: '>',
      quot: '"',
      '#9': '\t',
      '#10': '\n',
    };
    // An attribute's bare white space would be read as spaces: there must be none but spaces.
    expect(text).not.toMatch(/[\t\n\r]/);
    return text.replace(/&([^;]*);?/g, (whole, name: string) => {
      const character = entities[name];
      if (character === undefined) throw new Error(`no entity: ${whole}`);
      return character;
    });
  }
});

describe('list of rules', () => {
  const validate = validator('docs/schema/rules.v1.schema.json');

  test('golden', () => {
    const info = rules.get('cstring-leak');
    if (info === undefined) throw new Error('no rule');
    expectGolden('report/rules.json', renderRulesJson([info], links));
  });

  test('the rules of the product are valid by the schema', () => {
    const text = renderRulesJson(ruleInfos(registry).values(), links);
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
    expect((JSON.parse(text) as { rules: unknown[] }).rules).toHaveLength(registry.length);
    expect(validate(JSON.parse(text.replace('"code": "CGO', '"code": "')))).toBe(false);
  });
});
