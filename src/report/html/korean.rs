//! Particles of Korean, which depend on whether the word before ends in a consonant.

/// First and second of a pair such as 을/를 are for words that end in a consonant and those that do not.
/// Of a word that does not end in Hangul both are shown, as official papers do: 을(를).
pub fn with_particle(word: &str, pair: &str) -> String {
    let Some((closed, open)) = pair.split_once('/') else { return word.to_string() };
    // What stands in brackets is not spoken.
    let spoken = word.trim_end_matches(['"', '\'', '”', '’', ')', '」']);
    let chosen = match spoken.chars().last().map(final_consonant) {
        // 으로 follows neither an open syllable nor ㄹ.
        Some(Some(8)) if closed == "으로" => open.to_string(),
        Some(Some(0)) => open.to_string(),
        Some(Some(_)) => closed.to_string(),
        _ if closed == "으로" => "(으)로".to_string(),
        _ => format!("{closed}({open})"),
    };
    format!("{word}{chosen}")
}

/// Number of the final consonant of a syllable, 0 where it has none; `None` of anything but Hangul and digits.
fn final_consonant(letter: char) -> Option<u32> {
    match letter {
        '가'..='힣' => Some((letter as u32 - '가' as u32) % 28),
        '0' | '3' | '6' => Some(1),
        '1' | '7' | '8' => Some(8),
        '2' | '4' | '5' | '9' => Some(0),
        // Per cent is read 퍼센트.
        '%' => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_follows_the_sound_of_the_word() {
        assert_eq!(with_particle("수출", "이/가"), "수출이");
        assert_eq!(with_particle("정책", "은/는"), "정책은");
        assert_eq!(with_particle("차이", "은/는"), "차이는");
        assert_eq!(with_particle("서울", "으로/로"), "서울로");
        assert_eq!(with_particle("Package: balanced", "을/를"), "Package: balanced을(를)");
        assert_eq!(with_particle("Golden", "으로/로"), "Golden(으)로");
        assert_eq!(with_particle("‘공정 계약’", "이/가"), "‘공정 계약’이");
        assert_eq!(with_particle("‘현지화 바우처’", "으로/로"), "‘현지화 바우처’로");
    }
}
