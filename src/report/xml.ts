import { visible } from './plain.ts';

/**
 * Text as it may stand in an attribute of an XML 1.0 document, in double quotes. Characters that XML forbids
 * even as references (https://www.w3.org/TR/xml/#charsets) are made visible as `<U+XXXX>` before the escape.
 */
export function xmlAttribute(text: string): string {
  return (
    visible(text)
      .replace(/[\p{Surrogate}\ufffe\uffff]/gu, (character) => {
        const code = character.charCodeAt(0).toString(16).toUpperCase();
        return `<U+${code}>`;
      })
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      // A reader turns bare white space in an attribute into spaces.
      .replace(/\t/g, '&#9;')
      .replace(/\n/g, '&#10;')
  );
}
