// Records as the practice system would hand them over: real ones of HL7, and files of our own.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Portal } from './portal';

/** From the npm package hl7.fhir.uv.ips 2.0.0 (CC0-1.0): somebody with something in nearly every section. */
export const IPS = {
  file: join(__dirname, '../node_modules/hl7.fhir.uv.ips/example/Bundle-bundle-ips-all-sections.json'),
  family: 'JORDANA',
  given: 'Patricia',
  born: { day: '30', month: '9', year: '1956' },
  identifier: { system: 'https://standards.digital.health.nz/ns/nhi-id', value: 'ABC1234' },
};

/** Takes a file over, and gives the report. */
export function importFile(portal: Portal, file: string): Promise<string> {
  return portal.command('import', 'fhir', file, '--yes', '--source', 'Praxissystem');
}

/** What passes for a PDF of so many bytes. */
export function pdf(length: number): Buffer {
  const [head, tail] = [Buffer.from('%PDF-1.7\n'), Buffer.from('\n%%EOF\n')];
  return Buffer.concat([head, Buffer.alloc(length - head.length - tail.length, 'x'), tail]);
}

/** A file with one document about somebody of the IPS file. */
export async function letterFor(portal: Portal, title: string, content: Buffer): Promise<string> {
  const { family, given, born, identifier } = IPS;
  const birthDate = [born.year, born.month.padStart(2, '0'), born.day].join('-');
  const patient = { resourceType: 'Patient', id: 'p', birthDate, identifier: [identifier], name: [{ family, given: [given] }] };
  const attachment = { contentType: 'application/pdf', title, data: content.toString('base64') };
  const letter = {
    resourceType: 'DocumentReference',
    id: 'letter',
    status: 'current',
    date: '2025-03-04T09:30:00+01:00',
    subject: { reference: 'Patient/p' },
    content: [{ attachment }],
  };
  const bundle = { resourceType: 'Bundle', type: 'collection', entry: [patient, letter].map((resource) => ({ resource })) };
  const file = join(portal.folder, 'letter.json');
  await writeFile(file, JSON.stringify(bundle));
  return file;
}
