import Link from "next/link";
import { CommentCount } from "./Comments";
import { stories } from "./stories";

export default function IndexPage() {
  return (
    <>
      <h1>The Ferry Post</h1>
      <ul>
        {stories.map(({ id, title }) => (
          <li key={id}>
            <Link href={`/stories/${id}`}>{title}</Link> <CommentCount threadId={id} />
          </li>
        ))}
      </ul>
    </>
  );
}
