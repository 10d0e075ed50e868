/**
 * The report as GitHub's workflow commands, for a step that runs the command line itself
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
 */
import type { Annotation, AnnotationLevel } from './annotations.ts';
import { renderAnnotations } from './annotations.ts';
import { clip, oneLine } from './plain.ts';
import type { Links, NotReviewed, ReviewReport } from './report.ts';
import { fullStop, headline, unreadFiles } from './wording.ts';

const maxMessage = 4_000;

/**
 * One command a line, the gravest findings first, and the headline as the last line. The runner shows the
 * first ten of each level as annotations and keeps the others in the log.
 */
export function renderWorkflowCommands(report: ReviewReport, links: Links): string {
  const { annotations } = renderAnnotations(report, links, Infinity);
  const of = (level: AnnotationLevel): readonly string[] =>
    annotations.filter((annotation) => annotation.level === level).map(annotationCommand);
  // Files that were not read stand before the warnings, so that they are among the ten that are shown.
  const commands = [
    ...of('error'),
    ...unreadFiles(report).map(unreadCommand),
    ...of('warning'),
    ...report.notes.map(noteCommand),
    ...of('notice'),
  ];
  return `${[...commands, fullStop(headline(report))].join('\n')}\n`;
}

function annotationCommand(annotation: Annotation): string {
  const { level, message, path, startLine, endLine, startColumn, endColumn, title } = annotation;
  const properties = { file: path, line: startLine, endLine, col: startColumn, endColumn, title };
  return command(level, properties, message);
}

function unreadCommand(file: NotReviewed): string {
  const message = `This file could not be analysed: ${fullStop(clip(oneLine(file.reason), maxMessage))}`;
  return command('warning', { file: file.path, title: 'Not analysed' }, message);
}

function noteCommand(note: string): string {
  return command('notice', { title: 'cgo-review' }, fullStop(clip(oneLine(note), maxMessage)));
}

function command(
  name: AnnotationLevel,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  return `::${name} ${given.join(',')}::${escapeData(message)}`;
}

/** As `escapeData` of @actions/core: nothing in the text can end the line, and so start another command. */
function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** As `escapeProperty` of @actions/core. */
function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
