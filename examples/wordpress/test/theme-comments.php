<?php
/**
 * The comments.php of a theme, which the plugin takes the place of.
 */

echo '<div id="comments">WordPress’s own comments</div>';
