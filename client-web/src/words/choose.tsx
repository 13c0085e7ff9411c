import { choose, LANGUAGES, type Language, language, words } from ".";

/** Each language by its own name. */
export function ChooseLanguage() {
  return (
    <label class="choose-language">
      <span>{words.language}</span>
      <select value={language} onChange={(event) => choose(event.currentTarget.value as Language)}>
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
