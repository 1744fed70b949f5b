<?php
/**
 * As much of WordPress as the plugin calls, so that its pages can be drawn and tested without a database. What is
 * escaped here is escaped as WordPress does it; nothing else is meant to be complete.
 */

define( 'ABSPATH', __DIR__ . '/' );

/** The site that the test describes: options, posts, the present post, the rights of whoever looks. */
$site = array();

$hooks = array();

function add_filter( $name, $function, $priority = 10, $arguments = 1 ) {
	global $hooks;
	$hooks[ $name ][ $priority ][] = array( $function, $arguments );
}

function add_action( ...$arguments ) {
	add_filter( ...$arguments );
}

function apply_filters( $name, $value = '', ...$more ) {
	global $hooks;
	$by_priority = $hooks[ $name ] ?? array();
	ksort( $by_priority );
	foreach ( array_merge( ...array_values( $by_priority ) ) as list( $function, $arguments ) ) {
		$value = $function( ...array_slice( array( $value, ...$more ), 0, $arguments ) );
	}
	return $value;
}

function do_action( $name, ...$arguments ) {
	apply_filters( $name, ...$arguments );
}

function get_option( $name ) {
	global $site;
	return $site['options'][ $name ] ?? false;
}

function current_user_can( $right ) {
	global $site;
	return in_array( $right, $site['rights'] ?? array(), true );
}

function get_the_ID() {
	global $site;
	return $site['post'];
}

function is_singular() {
	global $site;
	return $site['singular'] ?? false;
}

function comments_open() {
	global $site;
	return $site['open'] ?? true;
}

function post_password_required() {
	global $site;
	return $site['locked'] ?? false;
}

function is_feed() {
	global $site;
	return $site['feed'] ?? false;
}

function esc_html( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES, 'UTF-8', false );
}

function esc_attr( $text ) {
	return esc_html( $text );
}

function esc_url( $address ) {
	return esc_html( esc_url_raw( $address ) );
}

function esc_url_raw( $address, $schemes = array( 'http', 'https' ) ) {
	$address = preg_replace( '|[^a-z0-9-~+_.?#=!&;,/:%@$\|*\'()\[\]]|i', '', $address );
	if ( '' !== $address && false === strpos( $address, ':' ) && '/' !== $address[0] ) {
		$address = "http://$address";
	}
	$scheme = strtolower( (string) strstr( $address, ':', true ) );
	return '' === $scheme || in_array( $scheme, $schemes, true ) ? $address : '';
}

function wp_parse_url( $address, $part ) {
	return parse_url( $address, $part );
}

function __( $text ) {
	return $text;
}

function esc_html__( $text ) {
	return esc_html( $text );
}

function plugin_basename( $file ) {
	return basename( dirname( $file ) ) . '/' . basename( $file );
}

function admin_url( $path ) {
	return "http://localhost/wp-admin/$path";
}

$scripts = array();

function wp_enqueue_script( $handle, $src ) {
	global $scripts;
	$scripts[ $handle ] = $src;
}

function print_scripts() {
	global $scripts;
	foreach ( $scripts as $handle => $src ) {
		$tag = sprintf( "<script src='%s' id='%s-js'></script>\n", esc_url( $src ), esc_attr( $handle ) );
		echo apply_filters( 'script_loader_tag', $tag, $handle, $src );
	}
}

function comments_template() {
	require apply_filters( 'comments_template', __DIR__ . '/theme-comments.php' );
}

function comments_number() {
	echo apply_filters( 'comments_number', 'No comments', 0 );
}

$settings = array();

function register_setting( $page, $option, $arguments ) {
	global $settings;
	$settings[ $option ] = $arguments['sanitize_callback'];
}

function add_settings_section() {}

$fields = array();

function add_settings_field( $id, $title, $draw, $page, $section, $arguments ) {
	global $fields;
	$fields[] = array( $title, $draw, $arguments );
}

$errors = array();

function add_settings_error( $option, $code, $message ) {
	global $errors;
	$errors[ $code ] = $message;
}

function settings_fields( $page ) {
	printf( '<input type="hidden" name="option_page" value="%s"><input type="hidden" name="_wpnonce" value="nonce">', esc_attr( $page ) );
}

function do_settings_sections() {
	global $fields;
	foreach ( $fields as list( $title, $draw, $arguments ) ) {
		printf( '<p><label for="%s">%s</label>', esc_attr( $arguments['label_for'] ), $title );
		$draw( $arguments );
		echo '</p>';
	}
}

function submit_button() {
	echo '<button type="submit">Save Changes</button>';
}

$pages = array();

function add_options_page( $title, $menu, $right, $slug, $draw ) {
	global $pages;
	$pages[ $slug ] = array( $right, $draw );
}

function wp_die( $message, $title, $arguments ) {
	printf( '%d %s', $arguments['response'], $message );
	exit;
}
