// Operator precedences from loose to tight, as in the SQL standard and PostgreSQL. Import them as a namespace.
export const any = 0;
export const or = 1;
export const and = 2;
export const not = 3;
export const comparison = 4;
export const otherOperator = 5;
export const add = 6;
export const multiply = 7;
export const sign = 8;
export const power = 9;
export const atom = 10;
