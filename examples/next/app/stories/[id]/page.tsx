import Link from "next/link";
import { notFound } from "next/navigation";
import { Comments } from "../../Comments";
import { stories } from "../../stories";

export const dynamicParams = false;

export function generateStaticParams() {
  return stories.map(({ id }) => ({ id }));
}

export default async function StoryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const story = stories.find((one) => one.id === id);
  if (!story) notFound();
  const next = stories[(stories.indexOf(story) + 1) % stories.length];
  return (
    <>
      <article>
        <h1>{story.title}</h1>
        <p>{story.text}</p>
      </article>
      {next && (
        <p>
          Next: <Link href={`/stories/${next.id}`}>{next.title}</Link>
        </p>
      )}
      <Comments threadId={story.id} />
    </>
  );
}
