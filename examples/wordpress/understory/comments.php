<?php
/**
 * Drawn by classic themes in the place of their own comments.php.
 */

namespace Understory;

defined( 'ABSPATH' ) || exit;

echo comments(); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- comments() escapes.
