// Gives each field a row of its own, which the editor needs and files may leave out.
const given = new Set();

/** Gives each field a row. form-js would make up new ones at each change, draw such fields anew and take the keyboard away from whoever is typing. */
export function rows(schema) {
  (schema.components || []).forEach((field, number) => {
    if (field.layout?.row) given.add(field.layout.row);
    else field.layout = { ...field.layout, row: `Row_${number}_${field.key || ""}` };
  });
  return schema;
}

/** Takes them away again, unless the file had them or fields stand beside each other: they would be told as changes. */
export function bare(schema) {
  const inRow = (row) => schema.components.filter(({ layout }) => layout?.row === row).length;
  for (const field of schema.components || []) {
    const { row, ...others } = field.layout || {};
    if (!row || given.has(row) || inRow(row) > 1) continue;
    if (Object.values(others).some((value) => value !== null)) field.layout = others;
    else delete field.layout;
  }
  return schema;
}
