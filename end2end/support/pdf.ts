// Reads the text of a PDF as our portal writes them: enough to find a code on a page.
import { inflateSync } from 'node:zlib';

/** The lines of all pages, in the order in which they are drawn. */
export function linesOf(file: Buffer): string[] {
  const objects = new Map<string, { head: string; stream: Buffer }>();
  const text = file.toString('latin1');
  for (const { index, 1: number } of text.matchAll(/(\d+) 0 obj\n/g)) {
    const end = text.indexOf('\nendobj', index);
    const begin = text.indexOf('stream\n', index);
    const packed = begin !== -1 && begin < end;
    const head = text.slice(index, packed ? begin : end);
    const stream = packed ? unpacked(file.subarray(begin + 7, text.indexOf('endstream', begin))) : Buffer.alloc(0);
    objects.set(number!, { head, stream });
  }
  const named = (head: string, name: string) => objects.get(new RegExp(`${name} (\\d+) 0 R`).exec(head)?.[1] ?? '');
  const pages = [...objects.values()].filter(({ head }) => head.includes('/Type/Page/'));
  return pages.flatMap(({ head }) => {
    const resources = named(head, '/Resources')!.head;
    const glyphs = new Map<string, Map<string, string>>();
    for (const [, font] of resources.matchAll(/\/(f\d+) \d+ 0 R/g)) {
      const map = named(named(resources, `/${font}`)!.head, '/ToUnicode')!.stream.toString('latin1');
      const entries = [...map.matchAll(/^<(....)> <([0-9A-F]+)>$/gm)];
      glyphs.set(font!, new Map(entries.map(([, glyph, units]) => [glyph!, Buffer.from(units!, 'hex').swap16().toString('utf16le')])));
    }
    return drawn(named(head, '/Contents')!.stream.toString('latin1'), glyphs);
  });
}

function unpacked(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes);
  } catch {
    return bytes;
  }
}

/** What each marked piece of a page says. */
function drawn(content: string, glyphs: Map<string, Map<string, string>>): string[] {
  return content.split('EMC').flatMap((piece) => {
    const font = glyphs.get(/\/(f\d+) /.exec(piece)?.[1] ?? '');
    const shown = piece.slice(piece.lastIndexOf('Tf'));
    const codes = [...shown.matchAll(/<([0-9A-F]+)>|\(((?:\\.|[^\\)])*)\)/gs)].map(([, hex, literal]) =>
      hex ?? Buffer.from(plain(literal!), 'latin1').toString('hex').toUpperCase(),
    );
    const line = (codes.join('').match(/..../g) ?? []).map((code) => font?.get(code) ?? '?').join('');
    return line ? [line] : [];
  });
}

/** A string in round brackets without its escapes (ISO 32000-1, 7.3.4.2). */
function plain(literal: string): string {
  const letters: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  return literal.replace(/\\([0-7]{1,3}|.)/gs, (_, escaped: string) =>
    /^[0-7]/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8)) : (letters[escaped] ?? escaped),
  );
}
