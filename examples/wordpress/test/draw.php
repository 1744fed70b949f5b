<?php
/**
 * Draws what the plugin gives, for the site that the second argument describes as JSON.
 *
 *   php draw.php story|index|block|settings|reminder|save|form '{"options":{"understory":{…}},"post":7}'
 */

require __DIR__ . '/wordpress.php';
require dirname( __DIR__ ) . '/understory/understory.php';

list( , $what, $json ) = $argv;
$site                  = json_decode( $json, true, 16, JSON_THROW_ON_ERROR );

/** A page of a bare classic theme. */
function draw_page_with( $content ) {
	do_action( 'wp_enqueue_scripts' );
	echo '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The Ferry Post</title></head><body>';
	echo '<nav><a href="/">All stories</a></nav>';
	$content();
	print_scripts();
	echo '</body></html>';
}

function draw_story() {
	global $site;
	printf( '<article><h1>%s</h1></article>', esc_html( $site['title'] ?? '' ) );
	if ( isset( $site['next'] ) ) {
		draw_link( $site['next'] );
	}
	comments_template();
}

function draw_index() {
	global $site;
	foreach ( $site['posts'] as $post ) {
		$site['post'] = $post['id'];
		draw_link( $post );
		comments_number();
	}
}

function draw_link( $post ) {
	printf( '<p><a href="%s">%s</a></p>', esc_url( $post['address'] ), esc_html( $post['title'] ) );
}

switch ( $what ) {
	case 'story':
		draw_page_with( 'draw_story' );
		break;
	case 'index':
		draw_page_with( 'draw_index' );
		break;
	case 'block':
		echo apply_filters( 'render_block_core/comments', 'WordPress’s own block', array() );
		break;
	case 'settings':
		do_action( 'admin_init' );
		do_action( 'admin_menu' );
		$pages['understory'][1]();
		break;
	case 'reminder':
		do_action( 'admin_notices' );
		break;
	case 'save':
		do_action( 'admin_init' );
		echo json_encode( array( 'kept' => $settings['understory']( $site['sent'] ), 'errors' => $errors ) );
		break;
	case 'form':
		do_action( 'pre_comment_on_post', $site['post'] );
		echo 'posted';
		break;
	default:
		fwrite( STDERR, "draw.php cannot draw $what\n" );
		exit( 2 );
}
