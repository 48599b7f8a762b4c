//! Creators: columns, who is credited, how they learn, leave and move (4.3).

/// Stands for "no label".
pub const UNATTACHED: u32 = u32::MAX;

/// Columns of the creators.
#[derive(Clone, Debug, Default)]
pub struct Creators {
    /// Label slot, `UNATTACHED` without.
    pub label: Vec<u32>,
    /// Number of the person in the slot.
    pub generation: Vec<u32>,
    /// Skill, sd.
    pub skill: Vec<f64>,
    /// Skill towards which skill fades, sd.
    pub starting_skill: Vec<f64>,
    /// International network, index.
    pub network: Vec<f64>,
    /// Recognition r.
    pub recognition: Vec<f64>,
    /// Recognition towards which it fades.
    pub starting_recognition: Vec<f64>,
    /// Music income of the calendar year, M KRW.
    pub income: Vec<f64>,
    /// International credits of the calendar year.
    pub international_credits: Vec<u32>,
    /// Place of each label's first creator in `members`.
    first: Vec<u32>,
    /// Place after its last.
    end: Vec<u32>,
    /// Creators by label, ascending within a label; there are gaps where labels have gone.
    members: Vec<u32>,
    /// Where the last list of members ends; room for more follows.
    filled: usize,
}

/// Places behind the last list of members, at least: so that lists can be read in chunks of so many.
pub const MEMBERS_BEHIND: usize = 16;

impl Creators {
    /// Takes over all columns, in the room that there is.
    pub fn copy_from(&mut self, from: &Self) {
        self.label.clone_from(&from.label);
        self.generation.clone_from(&from.generation);
        self.skill.clone_from(&from.skill);
        self.starting_skill.clone_from(&from.starting_skill);
        self.network.clone_from(&from.network);
        self.recognition.clone_from(&from.recognition);
        self.starting_recognition.clone_from(&from.starting_recognition);
        self.income.clone_from(&from.income);
        self.international_credits.clone_from(&from.international_credits);
        self.first.clone_from(&from.first);
        self.end.clone_from(&from.end);
        self.members.clone_from(&from.members);
        self.filled = from.filled;
    }

    /// Allocates the columns for all slots.
    pub fn allocate(slots: usize, labels: usize) -> Self {
        let zeros = || vec![0.0; slots];
        Self {
            label: vec![UNATTACHED; slots],
            generation: vec![0; slots],
            skill: zeros(),
            starting_skill: zeros(),
            network: zeros(),
            recognition: zeros(),
            starting_recognition: zeros(),
            income: zeros(),
            international_credits: vec![0; slots],
            first: vec![0; labels],
            end: vec![0; labels],
            members: vec![0; 3 * slots + MEMBERS_BEHIND],
            filled: 0,
        }
    }

    /// Number of slots.
    pub fn slots(&self) -> usize {
        self.label.len()
    }

    /// Creators of a label, ascending by slot.
    pub fn of_label(&self, i: usize) -> &[u32] {
        &self.members[self.first[i] as usize..self.end[i] as usize]
    }

    /// Creators of a label, then [`MEMBERS_BEHIND`] places or more; and how many creators they are.
    pub fn list_of_label(&self, i: usize) -> (&[u32], usize) {
        (&self.members[self.first[i] as usize..], (self.end[i] - self.first[i]) as usize)
    }

    /// Creators of a label that is gone have none.
    pub fn release(&mut self, i: usize) {
        for n in self.first[i]..self.end[i] {
            self.label[self.members[n as usize] as usize] = UNATTACHED;
        }
        self.end[i] = self.first[i];
    }

    /// A label without creators takes those given; its list comes behind all others, which are made anew where room ends.
    pub fn hire(&mut self, i: usize, creators: impl Iterator<Item = u32>) {
        if self.filled > 2 * self.slots() {
            self.index_members();
        }
        let (first, mut end) = (self.filled, self.filled);
        for g in creators {
            self.members[end] = g;
            self.label[g as usize] = i as u32;
            end += 1;
        }
        self.members[first..end].sort_unstable();
        (self.first[i], self.end[i], self.filled) = (first as u32, end as u32, end);
    }

    /// Makes the lists of members anew from the column `label` (a counting sort).
    pub fn index_members(&mut self) {
        let attached = |label: &u32| *label != UNATTACHED;
        self.end.fill(0);
        for &label in self.label.iter().filter(|label| attached(label)) {
            self.end[label as usize] += 1;
        }
        let mut place = 0;
        for (first, end) in self.first.iter_mut().zip(&mut self.end) {
            let members = std::mem::replace(end, place);
            *first = place;
            place += members;
        }
        self.filled = place as usize;
        for (g, &label) in (0..).zip(&self.label).filter(|(_, label)| attached(label)) {
            let end = &mut self.end[label as usize];
            self.members[*end as usize] = g;
            *end += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chunk creators, of whom label 0 has three and label 2 two.
    fn creators() -> Creators {
        let mut creators = Creators::allocate(8, 3);
        creators.label.copy_from_slice(&[0, 2, 0, UNATTACHED, 2, 0, UNATTACHED, UNATTACHED]);
        creators.index_members();
        creators
    }

    fn lists(creators: &Creators) -> [&[u32]; 3] {
        [0, 1, 2].map(|i| creators.of_label(i))
    }

    #[test]
    fn lists_of_members_are_ascending() {
        assert_eq!(lists(&creators()), [&[0, 2, 5][..], &[], &[1, 4]]);
    }

    #[test]
    fn lists_after_exits_and_entries_are_those_made_anew() {
        let mut changed = creators();
        changed.release(0);
        changed.hire(1, [7, 3].into_iter());
        changed.hire(0, [2].into_iter());
        let mut anew = changed.clone();
        anew.index_members();
        assert_eq!(lists(&changed), [&[2][..], &[3, 7], &[1, 4]]);
        assert_eq!(lists(&anew), lists(&changed));
    }

    #[test]
    fn lists_are_made_anew_before_their_room_is_used_up() {
        let mut creators = creators();
        let room = creators.members.len();
        for _ in 0..100 {
            creators.release(2);
            creators.hire(2, [1, 4].into_iter());
        }
        assert_eq!(lists(&creators), [&[0, 2, 5][..], &[], &[1, 4]]);
        assert!(creators.filled + MEMBERS_BEHIND <= room && creators.members.len() == room);
    }
}
