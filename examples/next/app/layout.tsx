import Link from "next/link";
import type { ReactNode } from "react";
import "./style.css";

export const metadata = { title: "The Ferry Post" };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <nav>
          <Link href="/">All stories</Link>
        </nav>
        <main>{children}</main>
        {/* Understory: write your server's address and your site's key here. The components place the comments. */}
        <script async src="http://localhost:8080/embed.js" data-site="demo" data-insert="off" />
      </body>
    </html>
  );
}
