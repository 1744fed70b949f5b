export interface Story {
  id: string;
  title: string;
  text: string;
}

export const stories: Story[] = [
  {
    id: "footbridge",
    title: "The footbridge is open again",
    text: "The footbridge at Sawmill Lane was opened on Monday after seven months of repair. It has new boards, the old rail, and, at the request of the school, a slot through which to drop sticks.",
  },
  {
    id: "street-lamps",
    title: "Street lamps to be dimmed after midnight",
    text: "The council voted on Thursday to dim the street lamps after midnight, in a trial of two winters that will be measured against four streets where nothing changes.",
  },
];
