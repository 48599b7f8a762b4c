//! The creators of each label: lists that follow from the creators' column `label`.

use super::creators::UNATTACHED;

/// Places behind the last list of members, at least: so that lists can be read in chunks of so many.
pub const MEMBERS_BEHIND: usize = 16;

/// Creators by label.
#[derive(Clone, Debug)]
pub struct Members {
    /// Place of each label's first creator in `creators`.
    first: Vec<u32>,
    /// Place after its last.
    end: Vec<u32>,
    /// Creators by label, ascending within a label; there are gaps where labels have gone.
    creators: Vec<u32>,
    /// Where the last list ends; free places follow.
    filled: usize,
}

impl Members {
    /// Allocates for so many slots of creators and of labels; nobody is a member.
    pub fn allocate(creators: usize, labels: usize) -> Self {
        Self { first: vec![0; labels], end: vec![0; labels], creators: vec![0; 3 * creators + MEMBERS_BEHIND], filled: 0 }
    }

    /// Takes over all lists, in the memory that there is.
    pub fn copy_from(&mut self, from: &Self) {
        let Self { first, end, creators, filled } = from;
        self.first.clone_from(first);
        self.end.clone_from(end);
        self.creators.clone_from(creators);
        self.filled = *filled;
    }

    /// Creators of a label, ascending by slot.
    pub fn of_label(&self, i: usize) -> &[u32] {
        &self.creators[self.first[i] as usize..self.end[i] as usize]
    }

    /// Creators of a label, then [`MEMBERS_BEHIND`] places or more; and how many creators they are.
    pub fn list_of_label(&self, i: usize) -> (&[u32], usize) {
        (&self.creators[self.first[i] as usize..], (self.end[i] - self.first[i]) as usize)
    }

    /// Creators of a label that is gone have none.
    pub fn release(&mut self, label: &mut [u32], i: usize) {
        for n in self.first[i]..self.end[i] {
            label[self.creators[n as usize] as usize] = UNATTACHED;
        }
        self.end[i] = self.first[i];
    }

    /// A label without creators takes those given; its list comes behind all others, which are made anew where places end.
    pub fn hire(&mut self, label: &mut [u32], i: usize, creators: impl Iterator<Item = u32>) {
        if self.filled > 2 * label.len() {
            self.index(label);
        }
        let (first, mut end) = (self.filled, self.filled);
        for g in creators {
            self.creators[end] = g;
            label[g as usize] = i as u32;
            end += 1;
        }
        self.creators[first..end].sort_unstable();
        (self.first[i], self.end[i], self.filled) = (first as u32, end as u32, end);
    }

    /// Makes the lists anew from the column `label` (a counting sort).
    pub fn index(&mut self, label: &[u32]) {
        let attached = |label: &u32| *label != UNATTACHED;
        self.end.fill(0);
        for &label in label.iter().filter(|label| attached(label)) {
            self.end[label as usize] += 1;
        }
        let mut place = 0;
        for (first, end) in self.first.iter_mut().zip(&mut self.end) {
            let members = std::mem::replace(end, place);
            *first = place;
            place += members;
        }
        self.filled = place as usize;
        for (g, &label) in (0..).zip(label).filter(|(_, label)| attached(label)) {
            let end = &mut self.end[label as usize];
            self.creators[*end as usize] = g;
            *end += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight creators, of whom label 0 has three and label 2 two.
    fn members() -> (Vec<u32>, Members) {
        let label = vec![0, 2, 0, UNATTACHED, 2, 0, UNATTACHED, UNATTACHED];
        let mut members = Members::allocate(8, 3);
        members.index(&label);
        (label, members)
    }

    fn lists(members: &Members) -> [&[u32]; 3] {
        [0, 1, 2].map(|i| members.of_label(i))
    }

    #[test]
    fn lists_of_members_are_ascending() {
        assert_eq!(lists(&members().1), [&[0, 2, 5][..], &[], &[1, 4]]);
    }

    #[test]
    fn lists_after_exits_and_entries_are_those_made_anew() {
        let (mut label, mut changed) = members();
        changed.release(&mut label, 0);
        changed.hire(&mut label, 1, [7, 3].into_iter());
        changed.hire(&mut label, 0, [2].into_iter());
        let mut anew = changed.clone();
        anew.index(&label);
        assert_eq!(lists(&changed), [&[2][..], &[3, 7], &[1, 4]]);
        assert_eq!(lists(&anew), lists(&changed));
    }

    #[test]
    fn lists_are_made_anew_before_their_places_are_used_up() {
        let (mut label, mut members) = members();
        let places = members.creators.len();
        for _ in 0..100 {
            members.release(&mut label, 2);
            members.hire(&mut label, 2, [1, 4].into_iter());
        }
        assert_eq!(lists(&members), [&[0, 2, 5][..], &[], &[1, 4]]);
        assert!(members.filled + MEMBERS_BEHIND <= places && members.creators.len() == places);
    }
}
