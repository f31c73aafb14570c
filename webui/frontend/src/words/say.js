// A text of form-js in the reader's language; what is not listed stays English.
import { material } from "../shared/material.js";
import { formWords } from "./forms.js";
import { indonesian } from "./indonesian.js";

export const say = (text) => (material.language === "id" && (formWords[text] || indonesian[text])) || text;
