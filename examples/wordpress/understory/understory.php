<?php
/**
 * Plugin Name:       Understory
 * Description:       Shows the comments of your Understory server beneath your posts, in the place of WordPress's own.
 * Version:           1.0.0
 * Requires at least: 6.0
 * Requires PHP:      7.4
 * License:           MIT
 * Text Domain:       understory
 *
 * What is set stands in settings.php. A post is known to the server as "post-" and its id, so that the comments
 * stay when its address changes.
 */

namespace Understory;

defined( 'ABSPATH' ) || exit;

require __DIR__ . '/settings.php';


add_action( 'wp_enqueue_scripts', __NAMESPACE__ . '\enqueue' );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\script_tag', 10, 2 );
add_filter( 'comments_template', __NAMESPACE__ . '\template', 100 );
add_filter( 'render_block_core/comments', __NAMESPACE__ . '\block' );
add_filter( 'comments_number', __NAMESPACE__ . '\count_text', 100 );
add_filter( 'render_block_core/post-comments-count', __NAMESPACE__ . '\count_block', 10, 3 );
add_action( 'pre_comment_on_post', __NAMESPACE__ . '\refuse_comment' );

/** The one script of every page that may hold comments or numbers. */
function enqueue() {
	if ( is_set_up() && ! is_feed() ) {
		wp_enqueue_script( 'understory', server() . '/embed.js', array(), null, true ); // The server says how long it may be kept.
	}
}

/** Adds to the tag what WordPress has no parameter for. */
function script_tag( $tag, $handle ) {
	if ( 'understory' !== $handle ) {
		return $tag;
	}
	$data = sprintf( ' async data-site="%s" data-insert="off" src=', esc_attr( site() ) );
	return preg_replace( '/ src=/', $data, $tag, 1 );
}

/** Classic themes: the file that is drawn in the place of the theme's comments.php. */
function template( $path ) {
	return is_set_up() ? __DIR__ . '/comments.php' : $path;
}

/** Block themes: what is drawn in the place of the block "Comments". */
function block( $content ) {
	if ( ! is_set_up() ) {
		return $content;
	}
	return is_singular() ? comments() : '';
}

/** The comments of the present post, if this visitor may read it, in the classes by which themes give them their place. */
function comments() {
	if ( ! comments_open() || post_password_required() ) {
		return '';
	}
	return sprintf(
		'<div id="comments" class="comments-area default-max-width"><understory-comments thread-id="%s"></understory-comments></div>',
		esc_attr( thread_id( get_the_ID() ) )
	);
}

/** "3 comments", as themes print it on indexes: the server counts. */
function count_text( $text ) {
	return is_set_up() && ! is_feed() ? count_element( get_the_ID() ) : $text;
}

/** The block "Comments count". */
function count_block( $content, $parsed, $block ) {
	$post = $block->context['postId'] ?? get_the_ID();
	return is_set_up() ? sprintf( '<div class="wp-block-post-comments-count">%s</div>', count_element( $post ) ) : $content;
}

function count_element( $post ) {
	return sprintf( '<understory-count thread-id="%s"></understory-count>', esc_attr( thread_id( $post ) ) );
}

function thread_id( $post ) {
	return 'post-' . (int) $post;
}

/** WordPress's own form is on no page any more; what still comes to its address comes from machines. */
function refuse_comment() {
	if ( is_set_up() ) {
		wp_die( esc_html__( 'Comments are written beneath the post.', 'understory' ), '', array( 'response' => 403 ) );
	}
}
