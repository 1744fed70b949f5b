import { useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Link, Route, Routes, useParams } from "react-router";
import { CommentCount, Comments } from "./Comments";
import "./style.css";
import { stories } from "./stories";

function IndexPage() {
  return (
    <>
      <h1>The Ferry Post</h1>
      <ul>
        {stories.map(({ id, title }) => (
          <li key={id}>
            <Link to={`/stories/${id}`}>{title}</Link> <CommentCount threadId={id} />
          </li>
        ))}
      </ul>
    </>
  );
}

function StoryPage() {
  const { id } = useParams();
  const [count, setCount] = useState(0);
  const story = stories.find((one) => one.id === id);
  if (!story) return <h1>There is no such story</h1>;
  const next = stories[(stories.indexOf(story) + 1) % stories.length];
  return (
    <>
      <article>
        <h1>{story.title}</h1>
        <p className="count">{count} so far</p>
        <p>{story.text}</p>
      </article>
      {next && (
        <p>
          Next: <Link to={`/stories/${next.id}`}>{next.title}</Link>
        </p>
      )}
      <Comments threadId={story.id} onCount={setCount} />
    </>
  );
}

createRoot(document.getElementById("root") as HTMLElement).render(
  <BrowserRouter>
    <nav>
      <Link to="/">All stories</Link>
    </nav>
    <main>
      <Routes>
        <Route index element={<IndexPage />} />
        <Route path="stories/:id" element={<StoryPage />} />
      </Routes>
    </main>
  </BrowserRouter>,
);
