import type { RuleDocs } from '../../../engine/rule.ts';

const docs: RuleDocs = {
  title: 'Type assertion that contradicts the case it stands in',
  what:
    'Reports `v.(U)` in a case of `switch v.(type)` that lists concrete types, none of which is `U`. Such switches ' +
    'choose how Go values are handed to C or to a system call, and their cases are copied from one another.\n\n' +
    'It leaves alone the form with two results, interfaces, cases where `v` is or can be set again, and types that may be two ' +
    'names of one: those of C and of other packages.',
  why: 'In that case the variable never holds a `U`: whoever passes a value of the type in the case gets a panic.',
  contract: {
    text:
      '"If T is not an interface type, x.(T) asserts that the dynamic type of x is identical to the type T." If it is ' +
      'not, a run-time panic occurs.',
    url: 'https://go.dev/ref/spec#Type_assertions',
  },
  classes: ['type-assertion-mismatch'],
  example: ['switch v.(type) {', 'case *int8:', '	address = unsafe.Pointer(v.(*uint8))', '}'].join('\n'),
  remediation: 'Let the switch declare the variable, which has the type of the case: `switch v := v.(type)`.',
  dynamic:
    'The program panics with `interface conversion` as soon as a value of that type comes along. No other tool sees ' +
    'it, and a test that leaves the type out does not, either.',
  limits: 'The operand is a variable. Assertions in a function literal inside of the case are not looked at.',
};

export default docs;
