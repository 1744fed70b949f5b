<?php
/**
 * Takes what the plugin kept along with it. The comments are on your Understory server and stay there.
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'understory' );
