// A text of form-js in the reader's language; what is not listed stays English.
import { pageData } from "../shared/page.js";
import { formWords } from "./forms.js";
import { indonesian } from "./indonesian.js";

export const translateFormText = (text) => (pageData.language === "id" && (formWords[text] || indonesian[text])) || text;
