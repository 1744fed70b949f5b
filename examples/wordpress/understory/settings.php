<?php
/**
 * What an administrator sets under Settings > Understory: the server's address and the site's key.
 */

namespace Understory;

defined( 'ABSPATH' ) || exit;

const OPTION = 'understory';
const PAGE   = 'understory';

add_action( 'admin_init', __NAMESPACE__ . '\register' );
add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_notices', __NAMESPACE__ . '\remind' );
add_filter( 'plugin_action_links_' . plugin_basename( __DIR__ . '/understory.php' ), __NAMESPACE__ . '\link_from_plugins' );

function server() {
	return setting( 'server' );
}

function site() {
	return setting( 'site' );
}

function setting( $name ) {
	$kept = get_option( OPTION );
	return is_array( $kept ) && isset( $kept[ $name ] ) ? (string) $kept[ $name ] : '';
}

/** Until then WordPress shows its own comments. */
function is_set_up() {
	return '' !== server() && '' !== site();
}

function register() {
	register_setting(
		PAGE,
		OPTION,
		array(
			'type'              => 'array',
			'sanitize_callback' => __NAMESPACE__ . '\sanitize',
			'show_in_rest'      => false,
		)
	);
	add_settings_section( 'main', '', '__return_null', PAGE );
	field( 'server', __( 'Server', 'understory' ), 'url', 'https://comments.example.org', __( 'The address at which your Understory answers.', 'understory' ) );
	field( 'site', __( 'Site key', 'understory' ), 'text', 'daily', __( 'As the command “understory site list” shows it.', 'understory' ) );
}

function field( $name, $label, $type, $example, $description ) {
	$args = compact( 'name', 'type', 'example', 'description' ) + array( 'label_for' => "understory-$name" );
	add_settings_field( $name, $label, __NAMESPACE__ . '\draw_field', PAGE, 'main', $args );
}

function draw_field( $args ) {
	printf(
		'<input type="%1$s" id="%2$s" name="%3$s" value="%4$s" placeholder="%5$s" class="regular-text code" aria-describedby="%2$s-description"><p class="description" id="%2$s-description">%6$s</p>',
		esc_attr( $args['type'] ),
		esc_attr( $args['label_for'] ),
		esc_attr( OPTION . '[' . $args['name'] . ']' ),
		esc_attr( setting( $args['name'] ) ),
		esc_attr( $args['example'] ),
		esc_html( $args['description'] )
	);
}

/** What was sent, as it is kept; what cannot be used is said, and what was kept before stays. */
function sanitize( $sent ) {
	$text = function ( $name ) use ( $sent ) {
		return is_array( $sent ) && isset( $sent[ $name ] ) && is_string( $sent[ $name ] ) ? trim( $sent[ $name ] ) : '';
	};
	return array(
		'server' => sanitize_server( $text( 'server' ) ),
		'site'   => sanitize_site( $text( 'site' ) ),
	);
}

function sanitize_server( $address ) {
	if ( '' === $address ) {
		return '';
	}
	$address = preg_replace( '~/+(embed\.js)?$~', '', esc_url_raw( $address, array( 'http', 'https' ) ) );
	if ( ! wp_parse_url( $address, PHP_URL_HOST ) || wp_parse_url( $address, PHP_URL_QUERY ) ) {
		add_settings_error( OPTION, 'server', __( 'Give the server’s whole address, such as https://comments.example.org.', 'understory' ) );
		return server();
	}
	return $address;
}

function sanitize_site( $key ) {
	if ( '' !== $key && ! preg_match( '/^[a-z0-9-]{1,64}$/', $key ) ) {
		add_settings_error( OPTION, 'site', __( 'A site key is made of small letters, digits and hyphens.', 'understory' ) );
		return site();
	}
	return $key;
}

function add_page() {
	add_options_page( 'Understory', 'Understory', 'manage_options', PAGE, __NAMESPACE__ . '\draw_page' );
}

/** The form is taken by options.php, which checks the nonce and the right to manage options. */
function draw_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>Understory</h1><form action="options.php" method="post">';
	settings_fields( PAGE );
	do_settings_sections( PAGE );
	submit_button();
	echo '</form></div>';
}

/** Tells those who can do something about it that the plugin does nothing yet. */
function remind() {
	if ( is_set_up() || ! current_user_can( 'manage_options' ) ) {
		return;
	}
	printf(
		'<div class="notice notice-warning"><p>%s <a href="%s">%s</a></p></div>',
		esc_html__( 'Understory shows no comments yet: it needs your server’s address and your site’s key.', 'understory' ),
		esc_url( page_address() ),
		esc_html__( 'Set it up', 'understory' )
	);
}

function link_from_plugins( $links ) {
	array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( page_address() ), esc_html__( 'Settings', 'understory' ) ) );
	return $links;
}

function page_address() {
	return admin_url( 'options-general.php?page=' . PAGE );
}
