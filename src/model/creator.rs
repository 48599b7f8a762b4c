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
    /// First place of each label in `members`; one more entry than labels.
    pub first: Vec<u32>,
    /// Creators by label, ascending within a label.
    pub members: Vec<u32>,
}

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
        self.members.clone_from(&from.members);
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
            first: vec![0; labels + 1],
            members: Vec::with_capacity(slots),
        }
    }

    /// Number of slots.
    pub fn slots(&self) -> usize {
        self.label.len()
    }

    /// Creators of a label, ascending by slot.
    pub fn of_label(&self, i: usize) -> &[u32] {
        &self.members[self.first[i] as usize..self.first[i + 1] as usize]
    }

    /// Rebuilds the lists of members from the column `label` (a counting sort).
    pub fn index_members(&mut self) {
        self.first.fill(0);
        let labels = self.first.len() - 1;
        for &label in self.label.iter().filter(|l| **l != UNATTACHED) {
            self.first[label as usize + 1] += 1;
        }
        for i in 0..labels {
            self.first[i + 1] += self.first[i];
        }
        self.members.clear();
        self.members.resize(self.first[labels] as usize, 0);
        for g in (0..self.label.len()).rev() {
            let label = self.label[g];
            if label != UNATTACHED {
                let end = &mut self.first[label as usize + 1];
                *end -= 1;
                self.members[*end as usize] = g as u32;
            }
        }
        // The pass above moved every end to its list's start; shift back by one list.
        for i in 0..labels {
            self.first[i] = self.first[i + 1];
        }
        self.first[labels] = self.members.len() as u32;
    }
}
