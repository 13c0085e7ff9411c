//! Names: as they may be shown, compared, and found in a text.

/// A name or a title has at most this many characters: what fits on one line of a phone.
pub const MAX_NAME: usize = 40;

/// A name as it may be shown: one line, no characters that reorder or hide what stands around them.
///
/// # Errors
/// A sentence when nothing is left of it or it is too long.
pub fn clean_name(name: &str) -> Result<String, &'static str> {
    let name = clean_line(name);
    match name.chars().count() {
        // Joiners and variation selectors alone show nothing.
        _ if name.chars().all(|c| matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')) => {
            Err("Please give the name to be used here.")
        }
        n if n > MAX_NAME => Err("A name can have 40 characters here. Please use a shorter one."),
        _ => Ok(name),
    }
}

/// One line of text without control characters and without those that reorder or hide text.
pub fn clean_line(text: &str) -> String {
    // The joiners U+200C and U+200D stay: names in Persian and other scripts are written with them.
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
            || matches!(
                c,
                '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{2800}' | '\u{3164}'
            )
            || matches!(c, '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
    };
    let visible: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !hides(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two names read the same.
pub fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Whether a text names somebody: by the whole name, or by a part of it that is longer than two letters.
/// Word by word, so that "Ana" is not found in "banana".
pub fn text_names(text: &str, name: &str) -> bool {
    let (text, name) = (words_of(text), words_of(name));
    let whole = !name.is_empty() && text.windows(name.len()).any(|words| words == name);
    whole || name.iter().any(|part| part.chars().count() > 2 && text.contains(part))
}

fn words_of(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
